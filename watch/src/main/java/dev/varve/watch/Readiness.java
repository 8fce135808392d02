package dev.varve.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.Clock;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether requests can be answered, and if not, why. The checks are made at most once a second,
 * however often somebody asks.
 */
public final class Readiness {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final JsonFactory JSON = new JsonFactory();
  private static final Finding STOPPING =
      new Finding("running", Optional.of("the server is stopping"));
  private static final Finding RUNNING = new Finding("running", Optional.empty());

  private final List<ReadinessCheck> checks;
  private final Clock clock;
  private volatile boolean stopping;

  @GuardedBy("this")
  private List<Finding> found;

  @GuardedBy("this")
  private long foundAt;

  /** Ready as long as all of these checks are well, until {@link #stopping}. */
  public Readiness(List<ReadinessCheck> checks) {
    this(checks, Clock.SYSTEM);
  }

  Readiness(List<ReadinessCheck> checks, Clock clock) {
    this.checks = List.copyOf(checks);
    this.clock = clock;
  }

  /** From now on it is not ready. */
  public void stopping() {
    stopping = true;
  }

  /** How it stands. */
  public State now() {
    List<Finding> findings = new ArrayList<>();
    if (stopping) {
      findings.add(STOPPING); // the others would look into what is being closed
    } else {
      findings.add(RUNNING);
      findings.addAll(recent());
    }
    return new State(findings);
  }

  private synchronized List<Finding> recent() {
    if (found == null || clock.nanoTime() - foundAt >= FRESH_NANOS) {
      found = checks.stream().map(check -> new Finding(check.name(), check.problem())).toList();
      foundAt = clock.nanoTime();
    }
    return found;
  }

  /**
   * What a check found.
   *
   * @param check its name
   * @param problem empty if all is well
   */
  public record Finding(String check, Optional<String> problem) {}

  /**
   * What all checks found.
   *
   * @param findings one of each
   */
  public record State(List<Finding> findings) {
    /** Copies the list. */
    public State {
      findings = List.copyOf(findings);
    }

    /** Whether requests can be answered. */
    public boolean ready() {
      return findings.stream().allMatch(finding -> finding.problem().isEmpty());
    }

    /** {@code {"ready":false,"checks":[{"check":"disk","ok":false,"problem":"..."}]}}. */
    public String json() {
      StringWriter text = new StringWriter();
      try (JsonGenerator out = JSON.createGenerator(text)) {
        out.writeStartObject();
        out.writeBooleanField("ready", ready());
        out.writeArrayFieldStart("checks");
        for (Finding finding : findings) {
          out.writeStartObject();
          out.writeStringField("check", finding.check());
          out.writeBooleanField("ok", finding.problem().isEmpty());
          if (finding.problem().isPresent()) {
            out.writeStringField("problem", finding.problem().get());
          }
          out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
      } catch (IOException impossible) {
        throw new AssertionError("a string does not fail", impossible);
      }
      return text + "\n";
    }
  }
}
