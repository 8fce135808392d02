package dev.varve.watch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.protocol.CallListener;
import dev.varve.protocol.CompletedCall;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Writes a line of JSON for each call, if that is wanted, and always tells of failures of the
 * server's own, with their stack traces. Neither contains anything of items.
 *
 * <p>Lines are written by a thread of its own. When more than {@value #QUEUE} calls wait for it,
 * further lines are dropped, and counted: a slow disk does not hold up requests.
 */
public final class AccessLog implements CallListener, AutoCloseable {
  /** How many lines may wait. */
  static final int QUEUE = 8192;

  private static final int FAILURES_QUEUE = 256;
  private static final int FLUSH_MILLIS = 5000;
  private static final String FAILURE_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %msg%n%ex";

  private final OutputStream failureStream;
  private final LongSupplier dropped;
  private final Logger accesses; // null: none is written

  /** Null until there is something to tell: a server without a log starts sooner without it. */
  @GuardedBy("this")
  private LoggerContext context;

  @GuardedBy("this")
  private Logger failures; // null before the first

  @GuardedBy("this")
  private boolean closed;

  private AccessLog(Target target, OutputStream failureStream) {
    this.failureStream = failureStream;
    if (target == null) {
      accesses = null;
      dropped = () -> 0;
    } else {
      context = started();
      DroppingAppender appender = asynchronous(context, "access", target.appender(context), QUEUE);
      accesses = logger(context, "access", appender);
      dropped = appender::dropped;
    }
  }

  private static LoggerContext started() {
    LoggerContext context = new LoggerContext();
    context.setName("varve");
    context.setMDCAdapter(new LogbackMDCAdapter()); // asked by every event
    context.start();
    return context;
  }

  /** Makes what writes the lines. */
  private interface Target {
    Appender<ILoggingEvent> appender(LoggerContext context);
  }

  /** Tells of failures alone, on standard error. */
  public static AccessLog failuresOnly() {
    return failuresOnly(System.err);
  }

  static AccessLog failuresOnly(OutputStream failures) {
    return new AccessLog(null, failures);
  }

  /** Writes lines to standard output, and failures to standard error. */
  public static AccessLog toStandardOutput() {
    return to(System.out, System.err);
  }

  static AccessLog to(OutputStream lines, OutputStream failures) {
    return new AccessLog(context -> stream(context, lines), failures);
  }

  /**
   * Writes lines to a file, and failures to standard error. A file that is full gets the suffix
   * {@code .1}, and those before it the next number each; beyond {@code kept} the oldest goes.
   *
   * @param file whose folder is made if it is missing
   * @param fileBytes when it is full
   * @param kept how many full ones are kept, 1 to 20
   * @throws IOException if the file cannot be opened
   */
  public static AccessLog toFile(Path file, long fileBytes, int kept) throws IOException {
    return toFile(file, fileBytes, kept, System.err);
  }

  static AccessLog toFile(Path file, long fileBytes, int kept, OutputStream failures)
      throws IOException {
    RollingLog.requireWritable(file);
    return new AccessLog(context -> RollingLog.appender(context, file, fileBytes, kept), failures);
  }

  @Override
  public void answered(CompletedCall call) {
    if (accesses != null) {
      // Keeps the words alone, not the request: that may be large, and lines may wait.
      accesses.info("call", LogLine.of(call, System.currentTimeMillis()));
    }
    if (call.failure() != null) {
      tell(call);
    }
  }

  private synchronized void tell(CompletedCall call) {
    if (closed) {
      return;
    }
    if (failures == null) {
      context = context == null ? started() : context;
      failures = failureLogger(context, failureStream);
    }
    failures.error(LogLine.failure(call), call.failure());
  }

  /** How many lines were dropped since they came faster than they could be written. */
  public long dropped() {
    return dropped.getAsLong();
  }

  /** Writes the lines that wait, and closes the file. */
  @Override
  public synchronized void close() {
    closed = true;
    if (context != null) {
      context.stop();
    }
  }

  private static Logger failureLogger(LoggerContext context, OutputStream stream) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(FAILURE_PATTERN);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(new Unclosed(stream));
    appender.start();
    return logger(context, "failures", asynchronous(context, "failures", appender, FAILURES_QUEUE));
  }

  private static Logger logger(
      LoggerContext context, String name, Appender<ILoggingEvent> appender) {
    Logger logger = context.getLogger(name);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
    return logger;
  }

  private static DroppingAppender asynchronous(
      LoggerContext context, String name, Appender<ILoggingEvent> appender, int queue) {
    DroppingAppender asynchronous = new DroppingAppender();
    asynchronous.setContext(context);
    asynchronous.setName(name);
    asynchronous.setQueueSize(queue);
    asynchronous.setDiscardingThreshold(0); // only what does not fit
    asynchronous.setNeverBlock(true);
    asynchronous.setMaxFlushTime(FLUSH_MILLIS);
    asynchronous.addAppender(appender);
    asynchronous.start();
    return asynchronous;
  }

  private static Appender<ILoggingEvent> stream(LoggerContext context, OutputStream lines) {
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(new LogLineEncoder());
    appender.setOutputStream(new Unclosed(lines));
    appender.start();
    return appender;
  }

  /** A stream that stays open when the log is closed: it is the process's. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count); // as a whole, unlike the class above
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
