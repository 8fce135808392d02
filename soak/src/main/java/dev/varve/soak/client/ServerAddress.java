package dev.varve.soak.client;

import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Where the server is, in a file: the server gets another port with each start, and a higher life.
 * Who starts the server writes the file; for any number of readers.
 */
public final class ServerAddress {
  /** How long a server that was killed may take until it answers again, on a loaded machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int PAUSE_MILLIS = 20;

  private final Path file;

  /**
   * An address.
   *
   * @param life counts the starts of the server, from 1 on
   */
  public record At(int life, int port) {}

  /** The address that is in a file. */
  public ServerAddress(Path file) {
    this.file = file;
  }

  /** Tells where the server is, from now on. */
  public void publish(At at) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, at.life() + " " + at.port());
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Where the server is, or was last; life 0 if it never was anywhere. */
  public At current() throws IOException {
    try {
      String[] words = Files.readString(file).split(" ", 2);
      return new At(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    } catch (NoSuchFileException none) {
      return new At(0, 0);
    }
  }

  /**
   * Waits until the server has begun another life.
   *
   * @throws WrongAnswerException if it does not
   */
  public At awaitAfter(int life, String reason) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (At at = current(); ; at = current()) {
      if (at.life() > life) {
        return at;
      }
      if (System.nanoTime() - end > 0) {
        throw new WrongAnswerException(
            "no new server for "
                + PATIENCE.toSeconds()
                + " s; the last one ended a connection without an answer: "
                + reason);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
