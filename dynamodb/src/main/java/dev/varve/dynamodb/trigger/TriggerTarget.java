package dev.varve.dynamodb.trigger;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Where a trigger delivers records. */
public sealed interface TriggerTarget {
  /** How long an endpoint or a command may take, unless its target says otherwise. */
  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * A function of the program, which {@link Triggers#attach} gives anew whenever the database has
   * been opened. Until then the trigger waits.
   */
  record Function() implements TriggerTarget {}

  /**
   * An endpoint that is sent each batch by POST, as a JSON object with a list {@code Records}. A
   * status of 200 to 299 is success.
   *
   * @param uri of scheme http or https
   * @param timeout how long the endpoint may take to answer
   */
  record Http(URI uri, Duration timeout) implements TriggerTarget {
    public Http {
      String scheme = uri.getScheme();
      boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!isHttp || uri.getHost() == null) {
        throw new IllegalArgumentException("not the URL of an endpoint: " + uri);
      }
      requirePositive(timeout);
    }
  }

  /**
   * A command that is run for each batch, and reads its records from its standard input, one in a
   * line, as JSON. The exit status 0 is success; what it writes to its standard output is not kept.
   *
   * @param words the program and its arguments; no shell reads them
   * @param timeout how long the command may take; it is killed then
   */
  record Command(List<String> words, Duration timeout) implements TriggerTarget {
    public Command {
      words = List.copyOf(words);
      if (words.isEmpty() || words.getFirst().isEmpty()) {
        throw new IllegalArgumentException("a command without a program");
      }
      requirePositive(timeout);
    }
  }

  private static void requirePositive(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be a millisecond at least: " + timeout);
    }
  }
}
