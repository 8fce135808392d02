package dev.varve.identity;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.identity.access.Access;
import dev.varve.identity.policy.Facts;
import dev.varve.io.Clock;
import dev.varve.protocol.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The condition keys of one access: of its request, its caller and its time. Each is found when it
 * is asked for, and most requests are never asked. Trouble with the database is an {@link
 * UncheckedIOException}. For one thread.
 */
final class AccessFacts implements Facts {
  private final Caller caller;
  private final Access access;
  private final TableLookup tables;
  private final Clock clock;

  /** Null until they were asked for. */
  private List<String> leadingKeys;

  AccessFacts(Caller caller, Access access, TableLookup tables, Clock clock) {
    this.caller = caller;
    this.access = access;
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public List<String> values(String key) {
    return switch (key) {
      case "dynamodb:leadingkeys" -> leadingKeys();
      case "dynamodb:attributes" -> attributes();
      case "dynamodb:select" -> ofRequest(access.select());
      case "dynamodb:returnvalues" -> access.isOpaque() ? UNKNOWN : access.returnValues();
      case "dynamodb:returnconsumedcapacity" -> ofRequest(access.returnConsumedCapacity());
      case "dynamodb:enclosingoperation" -> list(access.enclosing());
      case "aws:currenttime" ->
          List.of(
              Instant.ofEpochMilli(clock.epochMillis()).truncatedTo(ChronoUnit.SECONDS).toString());
      case "aws:epochtime" -> List.of(Long.toString(clock.epochMillis() / 1000));
      default -> access.isOpaque() && key.startsWith("dynamodb:") ? UNKNOWN : ofCaller(key);
    };
  }

  private List<String> ofRequest(Optional<String> value) {
    return value.isEmpty() && access.isOpaque() ? UNKNOWN : list(value);
  }

  private static List<String> list(Optional<String> value) {
    return value.map(List::of).orElse(List.of());
  }

  private List<String> ofCaller(String key) {
    for (Map.Entry<String, String> fact : caller.session().entrySet()) {
      if (fact.getKey().equalsIgnoreCase(key)) {
        return List.of(fact.getValue());
      }
    }
    return List.of();
  }

  private List<String> leadingKeys() {
    if (leadingKeys == null) {
      leadingKeys = findLeadingKeys();
    }
    return leadingKeys;
  }

  private List<String> findLeadingKeys() {
    if (access.isOpaque()) {
      return UNKNOWN;
    }
    if (!access.hasKeys() || access.table().isEmpty()) {
      return List.of();
    }
    Set<String> found = new LinkedHashSet<>();
    try {
      List<String> attributes =
          tables.partitionKey(caller, access.table().get(), access.index().orElse(null));
      for (String attribute : attributes) {
        Optional<List<AttributeValue>> values = access.keyValues(attribute);
        if (values.isEmpty()) {
          return UNKNOWN;
        }
        for (AttributeValue value : values.get()) {
          String text = text(value);
          if (text == null) {
            return UNKNOWN;
          }
          found.add(text);
        }
      }
    } catch (ValidationException _) {
      return UNKNOWN; // the operation is going to refuse the request
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.isEmpty() ? UNKNOWN : List.copyOf(found);
  }

  /** A value as policies write it; null for one that no key has. */
  private static String text(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(String text) -> text;
      case AttributeValue.N number -> number.text();
      case AttributeValue.B bytes -> bytes.base64();
      default -> null;
    };
  }

  private List<String> attributes() {
    if (access.isOpaque()) {
      return UNKNOWN;
    }
    Set<String> names = new LinkedHashSet<>();
    try {
      access.attributes(names::add);
    } catch (ValidationException _) {
      return UNKNOWN; // the operation is going to refuse the request
    }
    return List.copyOf(names);
  }
}
