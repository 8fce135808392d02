package dev.varve.wal;

import dev.varve.io.Env;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A log that has been read and not been changed. The caller compares it with the statements about
 * the log in files of its own before the log goes on. For one thread.
 */
public final class RecoveredLog {
  private final Env env;
  private final Path directory;
  private final WalOptions options;
  private final FoundSegments segments;

  RecoveredLog(Env env, Path directory, WalOptions options, FoundSegments segments) {
    this.env = env;
    this.directory = directory;
    this.options = options;
    this.segments = segments;
  }

  /** The position behind the last record, {@link LogPosition#NONE} if there is none. */
  public long end() {
    return segments.readEnd();
  }

  /** The file that ends the log; its directory if there is no record. */
  public Path endFile() {
    return segments.endFile();
  }

  /**
   * Whether the log still holds, or has released, everything up to a position that it once reported
   * as durable.
   */
  public boolean covers(long position) {
    return position <= end() || LogPosition.segmentId(position) < segments.durablyReleasedBefore();
  }

  /**
   * The sequence number up to which records were released, so that they may be missing here; some
   * may still be there. 0 if no release is known.
   */
  public long beginsAfter() {
    return segments.beginsAfter();
  }

  /** The greatest witness that a record states, {@link Witness#NONE} if none does. */
  public Witness witness() {
    return segments.witness();
  }

  /**
   * Makes the recovered records durable, which may so far only be in the page cache. To be called
   * before the next segment, or the caller, states that they are durable.
   */
  public void sync() throws IOException {
    for (List<SegmentFile> list : List.of(segments.live(), segments.discarded())) {
      for (SegmentFile segment : list) {
        try (StorageFile file = env.files().open(segment.path())) {
          file.sync();
        }
      }
    }
  }

  /**
   * Begins a new segment behind the recovered records, in which the log goes on. To be called once,
   * after {@link #sync}.
   *
   * @param witness to be stated from now on; see {@link Wal#witness}
   */
  public Wal begin(Witness witness) throws IOException {
    env.files().createDirectories(directory);
    return Wal.begin(env, directory, options, segments, witness);
  }
}
