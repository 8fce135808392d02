package dev.varve.watch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A log file that is replaced when it is full. The thread that writes renames the full ones: the
 * library's policy by date deletes old files on a thread of its own, and was seen to delete files
 * within its limit.
 */
final class RollingLog {
  /** Not compressed: the library does that in the background, and leaves it undone at the end. */
  private static final String SUFFIX = ".%i";

  private RollingLog() {}

  /** The library would say nothing to the caller if it could not open the file. */
  static void requireWritable(Path file) throws IOException {
    if (file.toString().indexOf('%') >= 0) {
      throw new IOException(file + ": a log's name cannot contain %");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
  }

  static RollingFileAppender<ILoggingEvent> appender(
      LoggerContext context, Path file, long fileBytes, int kept) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(file.toString());
    appender.setEncoder(new LogLineEncoder());
    SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
    full.setContext(context);
    full.setMaxFileSize(new FileSize(fileBytes));
    full.setCheckIncrement(Duration.buildByMilliseconds(0));
    full.start();
    appender.setTriggeringPolicy(full);
    FixedWindowRollingPolicy numbers = new FixedWindowRollingPolicy();
    numbers.setContext(context);
    numbers.setParent(appender);
    numbers.setFileNamePattern(file + SUFFIX);
    numbers.setMinIndex(1);
    numbers.setMaxIndex(kept);
    numbers.start();
    appender.setRollingPolicy(numbers);
    appender.start();
    return appender;
  }
}
