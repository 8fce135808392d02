package dev.varve.dynamodb;

import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What stands for Kinesis: where the records go that EnableKinesisStreamingDestination asks for, by
 * the name of the stream, which is the last part of its ARN. Each record is a line of JSON.
 */
public sealed interface KinesisStreams {
  /**
   * A folder with a file for each stream, {@code NAME.jsonl}, which records are appended to.
   *
   * @param files where the folder is
   * @param root the folder; it is made when it is first written to
   */
  record Folder(FileSystem files, Path root) implements KinesisStreams {
    public Folder {
      Objects.requireNonNull(files, "files");
      Objects.requireNonNull(root, "root");
    }
  }

  /**
   * An endpoint that is sent some lines at once by POST, at the URL with the stream's name behind
   * it. A status of 200 to 299 is success.
   *
   * @param base of scheme http or https
   */
  record Endpoint(URI base) implements KinesisStreams {
    public Endpoint {
      String scheme = base.getScheme();
      boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!isHttp || base.getHost() == null) {
        throw new IllegalArgumentException("not the URL of an endpoint: " + base);
      }
    }
  }

  /** A folder of the machine. */
  static KinesisStreams inFolder(Path root) {
    return new Folder(FileSystem.local(new MemoryLedger()), root);
  }

  /** An endpoint. */
  static KinesisStreams at(URI base) {
    return new Endpoint(base);
  }
}
