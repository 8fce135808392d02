package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * What does the device give that the data is on, past the page cache? Random reads with one, eight
 * and 32 threads, and a sequential one: the measure of a store whose data is larger than memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DeviceBenchmark extends ComponentBenchmark {
  private static final long FILE_BYTES = 4L << 30;
  private static final int MAX_BYTES = 1 << 20;
  private static final int ALIGNMENT = 4096;

  /** Bytes of a read. */
  @Param({"4096", "8192", "1048576"})
  int bytes;

  private Path directory;
  private FileChannel file;

  /** A thread's buffer, and where it reads next in sequence. */
  @State(Scope.Thread)
  public static class Reader {
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(MAX_BYTES + ALIGNMENT).alignedSlice(ALIGNMENT);
    private long offset;

    private int read(DeviceBenchmark device, long from) throws IOException {
      buffer.clear().limit(device.bytes);
      return device.file.read(buffer, from);
    }
  }

  /** Writes a file of bytes that nothing can make smaller. */
  @Setup
  public void create() throws IOException, ClassNotFoundException {
    directory = BenchmarkDirectory.create();
    Path path = directory.resolve("device");
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer block = ByteBuffer.allocateDirect(MAX_BYTES);
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long offset = 0; offset < FILE_BYTES; offset += MAX_BYTES) {
        block.clear();
        while (block.hasRemaining()) {
          block.putLong(random.nextLong());
        }
        out.write(block.flip(), offset);
      }
      out.force(true);
    }
    file = FileChannel.open(path, StandardOpenOption.READ, direct());
  }

  /** The option of this JDK to read past the page cache; javac warns of each use by name. */
  private static OpenOption direct() throws ClassNotFoundException {
    return Arrays.stream(Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
        .map(OpenOption.class::cast)
        .filter(option -> option.toString().equals("DIRECT"))
        .findFirst()
        .orElseThrow();
  }

  /** Closes and deletes the file. */
  @TearDown
  public void delete() throws IOException {
    file.close();
    Folders.delete(directory);
  }

  /** One thread. */
  @Benchmark
  @Threads(1)
  public int random(Reader reader) throws IOException {
    return reader.read(this, somewhere());
  }

  /** Eight threads. */
  @Benchmark
  @Threads(8)
  public int randomByEight(Reader reader) throws IOException {
    return reader.read(this, somewhere());
  }

  /** Thirty-two threads. */
  @Benchmark
  @Threads(32)
  public int randomByThirtyTwo(Reader reader) throws IOException {
    return reader.read(this, somewhere());
  }

  /** One thread, one read behind the other. */
  @Benchmark
  @Threads(1)
  public int sequential(Reader reader) throws IOException {
    int read = reader.read(this, reader.offset);
    reader.offset = (reader.offset + bytes) % FILE_BYTES;
    return read;
  }

  private long somewhere() {
    return ThreadLocalRandom.current().nextLong(FILE_BYTES / bytes) * bytes;
  }
}
