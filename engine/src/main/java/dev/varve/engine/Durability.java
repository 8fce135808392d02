package dev.varve.engine;

/** When a write is acknowledged. */
public enum Durability {
  /** After it is on storage: it survives power loss. Concurrent writers share a sync. */
  SYNC,
  /**
   * After it is with the operating system: it survives the end of the process, however it ends.
   * Storage follows within {@link EngineOptions#syncInterval}.
   */
  BUFFERED
}
