package dev.varve.watch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/** Writes the {@link LogLine} that an event carries as its argument. */
final class LogLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return ((LogLine) event.getArgumentArray()[0]).json();
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
