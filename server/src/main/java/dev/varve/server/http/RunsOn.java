package dev.varve.server.http;

/** The thread that answers a request. */
public enum RunsOn {
  /**
   * The connection's own thread, which serves other connections too: for what hardly ever has to
   * wait. If it has to, a worker answers.
   */
  EVENT_LOOP,
  /** One of the workers: for what may wait. */
  WORKER,
  /** A thread for this request alone: for what has to be answered when all workers wait. */
  OWN_THREAD
}
