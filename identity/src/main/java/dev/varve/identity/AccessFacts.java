package dev.varve.identity;

import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.identity.access.Access;
import dev.varve.identity.policy.Facts;
import dev.varve.io.Clock;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The condition keys of one access: of its request and connection, its caller and its time. Each is
 * found when it is asked for, and most requests are never asked. Trouble with the database is an
 * {@link UncheckedIOException}. For one thread.
 */
final class AccessFacts implements Facts {
  private static final String REQUEST_TAG = "aws:requesttag/";
  private static final String RESOURCE_TAG = "aws:resourcetag/";
  private static final List<String> NO = List.of("false");

  private final ApiRequest sent;
  private final Caller caller;
  private final Access access;
  private final TableLookup tables;
  private final Clock clock;

  /** Null until they were asked for. */
  private List<String> leadingKeys;

  AccessFacts(ApiRequest sent, Caller caller, Access access, TableLookup tables, Clock clock) {
    this.sent = sent;
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
      case "aws:sourceip" -> list(sent.peer().address().map(AccessFacts::text));
      case "aws:securetransport" -> List.of(Boolean.toString(sent.peer().encrypted()));
      case "aws:useragent" -> list(sent.headers().first("User-Agent"));
      case "aws:referer" -> list(sent.headers().first("Referer"));
      // Nobody's service calls here for somebody else.
      case "aws:viaawsservice", "aws:principalisawsservice" -> NO;
      case "aws:tagkeys" -> access.tagKeys();
      default -> other(key);
    };
  }

  private List<String> other(String key) {
    if (key.startsWith(REQUEST_TAG)) {
      return tagged(access.tags(), key.substring(REQUEST_TAG.length()));
    }
    if (key.startsWith(RESOURCE_TAG)) {
      return tagged(resourceTags(), key.substring(RESOURCE_TAG.length()));
    }
    return access.isOpaque() && key.startsWith("dynamodb:") ? UNKNOWN : ofCaller(key);
  }

  /** Without the interface, which an address of IPv6 may name: it is nobody else's business. */
  private static String text(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has the length of one", e);
    }
  }

  /** The values of the tags of a key: several, where keys differ in their case alone. */
  private static List<String> tagged(List<Tag> tags, String key) {
    return tags.stream()
        .filter(tag -> key.equalsIgnoreCase(tag.key()))
        .map(Tag::value)
        .filter(Objects::nonNull)
        .toList();
  }

  private List<Tag> resourceTags() {
    if (access.table().isEmpty()) {
      return List.of();
    }
    try {
      return tables.tags(caller, access.table().get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
