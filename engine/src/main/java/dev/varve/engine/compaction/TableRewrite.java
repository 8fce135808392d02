package dev.varve.engine.compaction;

import java.io.IOException;

/** The loop of flushes and compactions: from a source, the entries that stay, to new tables. */
public final class TableRewrite {
  /**
   * Entries between two calls of {@link Pause#goOn}, some 200 us: often enough for a thread that
   * needs the core, which would otherwise wait until the system's scheduler ends the job's turn, 4
   * ms.
   */
  static final int SLICE = 512;

  /** Asked between entries, again and again. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Does what is more urgent; returns whether the rewrite is to go on.
     *
     * @throws IOException if that fails, and the rewrite with it
     */
    boolean goOn() throws IOException;
  }

  private TableRewrite() {}

  /**
   * Writes the entries of a source that stay; {@link TableOutput#finish} is left to the caller.
   *
   * @return false if a pause ended it before the source did
   */
  public static boolean run(
      EntrySource source, Retention retention, TableOutput output, Pause pause) throws IOException {
    for (int count = 0; source.next(); count++) {
      if (count % SLICE == 0 && !pause.goOn()) {
        return false;
      }
      if (retention.keep(
          source.keySegment(),
          source.keyOffset(),
          source.keyLength(),
          source.sequence(),
          source.kind())) {
        output.add(
            retention.atNewKey(),
            source.keySegment(),
            source.keyOffset(),
            source.keyLength(),
            retention.storedSequence(source.sequence()),
            source.kind(),
            source.valueSegment(),
            source.valueOffset(),
            source.valueLength());
      }
    }
    return true;
  }
}
