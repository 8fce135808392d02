package dev.varve.watch;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;

/** A time as a setting of the flight recorder: {@code 10 ms}, or without a unit nanoseconds. */
public final class SlowerThan extends SettingControl {
  /** The time unless a recording sets another. */
  static final String DEFAULT = "10 ms";

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(ns|us|ms|s|m)?");

  private volatile Time time = new Time(DEFAULT, nanosOf(DEFAULT).orElseThrow());

  private record Time(String text, long nanos) {}

  /** For the flight recorder, which makes one. */
  public SlowerThan() {}

  long nanos() {
    return time.nanos();
  }

  /** The shortest of the times that recordings want; those that are none do not count. */
  @Override
  public String combine(Set<String> settings) {
    return settings.stream()
        .filter(setting -> nanosOf(setting).isPresent())
        .min(Comparator.comparingLong(setting -> nanosOf(setting).getAsLong()))
        .orElse(DEFAULT);
  }

  /** Sets it. What is no time is ignored, as the recorder asks of its settings. */
  @Override
  public void setValue(String setting) {
    OptionalLong nanos = nanosOf(setting);
    if (nanos.isPresent()) {
      time = new Time(setting, nanos.getAsLong());
    }
  }

  @Override
  public String getValue() {
    return time.text();
  }

  static OptionalLong nanosOf(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (form.group(2)) {
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case null, default -> 1L;
        };
    try {
      return OptionalLong.of(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
    } catch (ArithmeticException _) {
      return OptionalLong.empty(); // some centuries
    }
  }
}
