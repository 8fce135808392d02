package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.table.TableArns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What a stream is called. Names sort by tables, and those of one table by time.
 *
 * @param table the name of its table
 * @param label when it was enabled, as text; no two streams of tables of one name have the same
 */
public record StreamName(String table, String label) implements Comparable<StreamName> {
  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
  private static final String PART = "/stream/";
  private static final Comparator<StreamName> ORDER =
      Comparator.comparing(StreamName::table).thenComparing(StreamName::label);

  /** The label of a stream that was enabled then, in milliseconds since 1970. */
  public static String label(long createdMillis) {
    return LABEL.format(Instant.ofEpochMilli(createdMillis).atOffset(ZoneOffset.UTC));
  }

  /** When a stream was enabled that has this label, which {@link #label} has made. */
  static long createdMillis(String label) {
    return LocalDateTime.parse(label, LABEL).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** The name in an ARN, whatever its region and account; empty if it is the ARN of no stream. */
  public static Optional<StreamName> ofArn(String arn) {
    if (!TableArns.isOfStream(arn)) {
      return Optional.empty();
    }
    String label = arn.substring(arn.indexOf(PART) + PART.length());
    return label.isEmpty()
        ? Optional.empty()
        : Optional.of(new StreamName(TableArns.name(arn), label));
  }

  @Override
  public int compareTo(StreamName other) {
    return ORDER.compare(this, other);
  }
}
