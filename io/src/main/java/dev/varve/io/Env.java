package dev.varve.io;

/**
 * What the engine gets from outside: files, time, background threads and off-heap memory. Replacing
 * it lets a test run the whole engine from a seed.
 *
 * @param files all files
 * @param clock all reading of time
 * @param scheduler all background work; closed by whoever created it
 * @param memory the ledger in which {@code files} enters its mappings too
 */
public record Env(FileSystem files, Clock clock, Scheduler scheduler, MemoryLedger memory) {
  /**
   * The machine's own files, clock and threads.
   *
   * @param backgroundThreads number of daemon threads for background work, at least 1
   */
  public static Env system(int backgroundThreads) {
    MemoryLedger memory = new MemoryLedger();
    return new Env(new LocalFileSystem(memory), Clock.SYSTEM, scheduler(backgroundThreads), memory);
  }

  /**
   * Files in memory, and the machine's own clock and threads.
   *
   * @param files stay the caller's
   * @param backgroundThreads number of daemon threads for background work, at least 1
   */
  public static Env inMemory(RamFileSystem files, int backgroundThreads) {
    return new Env(files, Clock.SYSTEM, scheduler(backgroundThreads), files.memory());
  }

  private static Scheduler scheduler(int threads) {
    return new ThreadScheduler("varve-background", threads);
  }
}
