package dev.varve.dynamodb.filter;

import dev.varve.dynamodb.api.Identity;
import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The parts of a record by the names that they have in its JSON, without making any. A part is
 * either one of the model's structures, an item, an attribute's value or a map of them; or a list
 * of parts; or a value as {@link Rule} takes it.
 */
final class EventNodes {
  private EventNodes() {}

  /**
   * A number of an item. In JSON it is a text, and rules on numbers take it all the same.
   *
   * @param text as the JSON has it
   * @param value the number
   */
  record Numeral(String text, BigDecimal value) {}

  /** Whether a part is a value, and has no members. */
  static boolean isValue(Object node) {
    return node instanceof String
        || node instanceof BigDecimal
        || node instanceof Boolean
        || node instanceof Numeral;
  }

  /**
   * A member of a part.
   *
   * @param node null for none
   * @return null if there is none
   */
  static Object member(Object node, String name) {
    return switch (node) {
      case Record record -> member(record, name);
      case StreamRecord record -> member(record, name);
      case Identity identity ->
          switch (name) {
            case "type" -> identity.type().orElse(null);
            case "principalId" -> identity.principalId().orElse(null);
            default -> null;
          };
      case Item item -> item.has(name) ? item.get(name) : null;
      case Map<?, ?> map -> map.get(name);
      case AttributeValue value -> member(value, name);
      case null, default -> null;
    };
  }

  private static Object member(Record record, String name) {
    return switch (name) {
      case "eventID" -> record.eventID().orElse(null);
      case "eventName" -> record.eventName().map(OperationType::text).orElse(null);
      case "eventVersion" -> record.eventVersion().orElse(null);
      case "eventSource" -> record.eventSource().orElse(null);
      case "awsRegion" -> record.awsRegion().orElse(null);
      case "dynamodb" -> record.dynamodb().orElse(null);
      case "userIdentity" -> record.userIdentity().orElse(null);
      default -> null;
    };
  }

  private static Object member(StreamRecord record, String name) {
    return switch (name) {
      case "ApproximateCreationDateTime" ->
          record.approximateCreationDateTime().map(EventNodes::seconds).orElse(null);
      case "Keys" -> record.keys().orElse(null);
      case "NewImage" -> record.newImage().orElse(null);
      case "OldImage" -> record.oldImage().orElse(null);
      case "SequenceNumber" -> record.sequenceNumber().orElse(null);
      case "SizeBytes" -> record.sizeBytes().map(BigDecimal::valueOf).orElse(null);
      case "StreamViewType" -> record.streamViewType().map(StreamViewType::text).orElse(null);
      default -> null;
    };
  }

  private static BigDecimal seconds(Instant moment) {
    return BigDecimal.valueOf(moment.getEpochSecond())
        .add(BigDecimal.valueOf(moment.getNano() / 1_000_000, 3));
  }

  private static Object member(AttributeValue value, String type) {
    return switch (value) {
      case AttributeValue.S(String text) -> type.equals("S") ? text : null;
      case AttributeValue.N number -> type.equals("N") ? numeral(number) : null;
      case AttributeValue.B bytes -> type.equals("B") ? bytes.base64() : null;
      case AttributeValue.Bool(boolean truth) -> type.equals("BOOL") ? truth : null;
      case AttributeValue.Null _ -> type.equals("NULL") ? Boolean.TRUE : null;
      case AttributeValue.SS(List<String> texts) -> type.equals("SS") ? texts : null;
      case AttributeValue.NS(List<AttributeValue.N> numbers) ->
          type.equals("NS") ? numbers.stream().map(EventNodes::numeral).toList() : null;
      case AttributeValue.BS(List<AttributeValue.B> all) ->
          type.equals("BS") ? all.stream().map(AttributeValue.B::base64).toList() : null;
      case AttributeValue.L(List<AttributeValue> values) -> type.equals("L") ? values : null;
      case AttributeValue.M(Map<String, AttributeValue> values) -> type.equals("M") ? values : null;
    };
  }

  private static Numeral numeral(AttributeValue.N number) {
    return new Numeral(number.text(), number.value());
  }
}
