package dev.varve.bench.compare;

/** Is told how far a cell has come. */
interface CellProgress {
  /**
   * A phase begins.
   *
   * @param expected operations that it will do, 0 if that depends on the time
   */
  void phase(String name, long expected);

  /** So many operations of the phase are done. */
  void operations(long done);
}
