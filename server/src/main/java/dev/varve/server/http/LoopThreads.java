package dev.varve.server.http;

import dev.varve.io.NeverWaits;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;

/** Makes the threads of event loops, in which a call that would have to wait breaks off. */
final class LoopThreads extends DefaultThreadFactory {
  LoopThreads() {
    super("varve-http");
  }

  @Override
  protected Thread newThread(Runnable work, String name) {
    return new LoopThread(threadGroup, work, name);
  }

  private static final class LoopThread extends FastThreadLocalThread implements NeverWaits {
    LoopThread(ThreadGroup group, Runnable work, String name) {
      super(group, work, name);
    }
  }
}
