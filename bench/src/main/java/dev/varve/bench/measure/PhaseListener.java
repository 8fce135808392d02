package dev.varve.bench.measure;

/** Is told how far a measurement has come. */
public interface PhaseListener {
  /** Takes no notice. */
  PhaseListener NONE =
      new PhaseListener() {
        @Override
        public void phase(String name, long expected) {}

        @Override
        public void operations(long done) {}
      };

  /**
   * A phase begins.
   *
   * @param expected operations that it will do, 0 if that depends on the time
   */
  void phase(String name, long expected);

  /** So many operations of the phase are done. */
  void operations(long done);
}
