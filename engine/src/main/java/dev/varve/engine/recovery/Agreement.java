package dev.varve.engine.recovery;

import dev.varve.engine.version.FoundManifest;
import dev.varve.engine.version.ManifestState;
import dev.varve.io.CorruptionException;
import dev.varve.wal.LogPosition;
import dev.varve.wal.RecoveredLog;
import dev.varve.wal.Witness;

/**
 * Compares what manifest, log and CURRENT say of each other, so that none of them can have lost its
 * end, or been restored from an older copy, without notice.
 */
public final class Agreement {
  private Agreement() {}

  /** Throws unless all of them agree. */
  public static void require(FoundManifest manifest, RecoveredLog log) throws CorruptionException {
    ManifestState state = manifest.state();
    if (manifest.close() != null && manifest.close().logEnd() != log.end()) {
      throw logEndsElsewhere(log, manifest.close().logEnd(), "as CURRENT says of the last close");
    }
    if (!log.covers(state.logDurable())) {
      throw logEndsElsewhere(log, state.logDurable(), "or later, as the manifest says");
    }
    if (log.beginsAfter() > state.logNeededAfter()) {
      throw new CorruptionException(
          "manifest",
          manifest.path(),
          manifest.soundBytes(),
          "edits that tell of tables with all writes up to "
              + log.beginsAfter()
              + ", behind which the log begins",
          "only up to " + state.logNeededAfter());
    }
    Witness witness = log.witness();
    if (!manifest.reaches(witness.major(), witness.minor())) {
      throw new CorruptionException(
          "manifest",
          manifest.path(),
          manifest.soundBytes(),
          "manifest %d, sound up to byte %d, or a later one, as the log says"
              .formatted(witness.major(), witness.minor()),
          "manifest %d, sound up to byte %d".formatted(manifest.number(), manifest.soundBytes()));
    }
  }

  private static CorruptionException logEndsElsewhere(RecoveredLog log, long end, String because) {
    return new CorruptionException(
        "log",
        log.endFile(),
        LogPosition.offset(log.end()),
        "a log that ends at " + LogPosition.toString(end) + ", " + because,
        "an end at " + LogPosition.toString(log.end()));
  }
}
