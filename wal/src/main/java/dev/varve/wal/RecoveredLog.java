package dev.varve.wal;

import dev.varve.io.Env;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A log that has been read and not been changed: tells what was found, so that the caller can
 * compare it with what other files say of the log before the log goes on. For one thread.
 */
public final class RecoveredLog {
  private final Env env;
  private final Path directory;
  private final WalOptions options;
  private final FoundSegments found;

  RecoveredLog(Env env, Path directory, WalOptions options, FoundSegments found) {
    this.env = env;
    this.directory = directory;
    this.options = options;
    this.found = found;
  }

  /** The position behind the last record, {@link LogPosition#NONE} if there is none. */
  public long end() {
    return found.readEnd();
  }

  /** The file that ends the log; its directory if there is no record. */
  public Path endFile() {
    return found.endFile();
  }

  /**
   * Whether the log held everything up to a position that it once called durable: it reaches that
   * far, or says that the segment was released.
   */
  public boolean covers(long position) {
    return position <= end() || LogPosition.segmentId(position) < found.statedOldestId();
  }

  /**
   * Records of this sequence number and smaller ones were released and are gone; some of them may
   * still be there. 0 if none are known to be.
   */
  public long beginsAfter() {
    return found.beginsAfter();
  }

  /** The greatest witness that a record states, {@link Witness#NONE} if none does. */
  public Witness witness() {
    return found.witness();
  }

  /**
   * Makes durable what was found, which may so far only be in the page cache: before the next
   * segment, or the caller, states that it is durable.
   */
  public void sync() throws IOException {
    for (List<SegmentFile> segments : List.of(found.live(), found.discarded())) {
      for (SegmentFile segment : segments) {
        try (StorageFile file = env.files().open(segment.path())) {
          file.sync();
        }
      }
    }
  }

  /**
   * Begins a new segment behind what was found, to which the log goes on. To be called once, after
   * {@link #sync}.
   *
   * @param witness stated from now on; see {@link Wal#witness}
   */
  public Wal begin(Witness witness) throws IOException {
    env.files().createDirectories(directory);
    return Wal.begin(env, directory, options, found, witness);
  }
}
