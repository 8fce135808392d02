package dev.varve.watch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log file that is replaced when it is full. */
final class RollingLog {
  /** Not compressed: the library does that in the background, and leaves it undone at the end. */
  private static final String SUFFIX = ".%d{yyyy-MM-dd}.%i";

  /** Days: only the size counts, but the library deletes nothing without this. */
  private static final int HISTORY = 3650;

  private RollingLog() {}

  /** The library would say nothing to the caller if it could not open the file. */
  static void requireWritable(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
  }

  static RollingFileAppender<ILoggingEvent> appender(
      LoggerContext context, Path file, long fileBytes, long allBytes) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(file.toString());
    appender.setEncoder(new LogLineEncoder());
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(file + SUFFIX);
    policy.setMaxFileSize(new FileSize(fileBytes));
    policy.setTotalSizeCap(new FileSize(allBytes));
    policy.setMaxHistory(HISTORY);
    policy.start();
    appender.setRollingPolicy(policy);
    appender.start();
    return appender;
  }
}
