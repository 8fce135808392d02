package dev.varve.soak.server;

import dev.varve.soak.client.Answer;
import dev.varve.soak.client.Connection;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server holds at one moment, while nobody but the one who looks has a connection to it.
 *
 * @param heapBytes of live objects, after a collection
 * @param anonymousBytes resident memory that is no file's
 * @param nativeBytes memory of the engine by its own count, without mapped files
 * @param otherBytes what of the resident memory is neither heap nor the engine's: buffers, threads,
 *     code
 * @param sockets open
 * @param files open, without sockets
 * @param deletedFiles open or mapped although they are deleted
 * @param connections that the server counts, the looking one among them
 * @param inFlightBytes that requests and answers hold
 */
record Level(
    long heapBytes,
    long anonymousBytes,
    long nativeBytes,
    long otherBytes,
    int sockets,
    int files,
    int deletedFiles,
    int threads,
    int connections,
    long inFlightBytes) {
  /** Rank, instances, bytes, class. */
  private static final Pattern ROW = Pattern.compile(" *\\d+: +\\d+ +(\\d+) +(\\S+)");

  private static final String GAP = "jdk.internal.vm.Filler";
  private static final long MEBIBYTE = 1 << 20;

  /** Time for the server to see that the one who looked has gone, too. */
  private static final int CLOSING_MILLIS = 500;

  /** What is read of the server's figures. */
  private record Metrics(String text) {
    static Metrics of(ServerProcess server) throws IOException {
      try (Connection connection = new Connection(server.port())) {
        connection.send(Connection.page("/metrics"));
        Answer answer = connection.receive();
        if (answer.status() != 200) {
          throw new WrongAnswerException("/metrics: " + answer.status() + " " + answer.text());
        }
        return new Metrics(answer.text());
      }
    }

    /** The sum of all samples whose line begins so. */
    long sum(String name) {
      double sum = 0;
      for (String line : text.split("\n", -1)) {
        if (line.startsWith(name)
            && !line.contains("owner=\"sstable mapping\"")
            && !line.contains("owner=\"wal\"")) {
          sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        }
      }
      return Math.round(sum);
    }
  }

  /** Looks at a server. */
  static Level of(ServerProcess server) throws IOException, InterruptedException {
    long heap = liveBytes(server);
    Metrics metrics = Metrics.of(server);
    Thread.sleep(CLOSING_MILLIS);
    ProcFiles proc = ProcFiles.of(server.process().pid());
    long engine = metrics.sum("varve_native_memory_bytes{");
    long committed = metrics.sum("jvm_memory_committed_bytes{area=\"heap\"");
    return new Level(
        heap,
        proc.anonymousBytes(),
        engine,
        proc.anonymousBytes() - engine - committed,
        proc.sockets(),
        proc.files(),
        proc.deletedFiles(),
        proc.threads(),
        (int) metrics.sum("varve_connections_open "),
        metrics.sum("varve_bytes_in_flight "));
  }

  /** How many connections a server counts, the one that asks among them. */
  static long connections(ServerProcess server) throws IOException {
    return Metrics.of(server).sum("varve_connections_open ");
  }

  /**
   * The histogram of classes comes behind a full collection. With the objects it lists what the
   * collector puts into gaps between them.
   */
  private static long liveBytes(ServerProcess server) throws IOException, InterruptedException {
    long bytes = 0;
    for (String line : server.histogram()) {
      Matcher row = ROW.matcher(line);
      if (row.lookingAt() && !row.group(2).contains(GAP)) {
        bytes += Long.parseLong(row.group(1));
      }
    }
    if (bytes == 0) {
      throw new IOException("the virtual machine gives no histogram of its classes");
    }
    return bytes;
  }

  /** The names of the columns of {@link #row}. */
  static String columns() {
    return "heap MiB  resident  engine  other  sockets  files  deleted  threads  connections";
  }

  /** This level as a row of a table. */
  String row() {
    return "%8.1f  %8d  %6d  %5d  %7d  %5d  %7d  %7d  %11d"
        .formatted(
            (double) heapBytes / MEBIBYTE,
            anonymousBytes / MEBIBYTE,
            nativeBytes / MEBIBYTE,
            otherBytes / MEBIBYTE,
            sockets,
            files,
            deletedFiles,
            threads,
            connections);
  }
}
