package dev.varve.server.http;

import dev.varve.io.NeverWaits;
import dev.varve.protocol.Protocol;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the threads of event loops, in which a call that would have to wait breaks off, or leaves
 * the wait if it comes at its end.
 */
public final class LoopThreads {
  private LoopThreads() {}

  static ThreadFactory factory() {
    return new Factory();
  }

  private static final class Factory extends DefaultThreadFactory {
    Factory() {
      super("varve-http");
    }

    @Override
    protected Thread newThread(Runnable work, String name) {
      return new LoopThread(threadGroup, work, name);
    }
  }

  /** What the last call in the current thread has left to be waited for, once; null for nothing. */
  public static Protocol.Wait left() {
    return Thread.currentThread() instanceof LoopThread thread ? thread.takeLeft() : null;
  }

  private static final class LoopThread extends FastThreadLocalThread implements NeverWaits {
    private Wait left;

    LoopThread(ThreadGroup group, Runnable work, String name) {
      super(group, work, name);
    }

    @Override
    public boolean takesWaits() {
      return true;
    }

    @Override
    public void take(Wait wait) {
      if (left != null) {
        throw new IllegalStateException("a call has left a wait before");
      }
      left = wait;
    }

    private Protocol.Wait takeLeft() {
      Wait wait = left;
      left = null;
      return wait == null ? null : wait::await;
    }
  }
}
