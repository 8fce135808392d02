package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A digest of what a TransactWriteItems asks for: of two requests it is the same if and, as far as
 * anybody knows, only if they ask for the same. Values count in their normal form: numbers by
 * value, sets and maps without order. The digests are stored, so that their input never changes.
 * For one request.
 *
 * <p>Everything is written with its type or its length in front, so that no two requests give the
 * same bytes.
 */
final class TransactDigest {
  private static final int PUT = 1;
  private static final int UPDATE = 2;
  private static final int DELETE = 3;
  private static final int CHECK = 4;

  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);

  private TransactDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The digest of actions that have been bound, so that no value nests too deep. */
  static byte[] of(List<TransactWriteItem> actions) {
    TransactDigest digest = new TransactDigest();
    digest.add(actions.size());
    actions.forEach(digest::add);
    return digest.digest.digest();
  }

  private void add(TransactWriteItem action) {
    if (action.put() != null) {
      Put put = action.put();
      begin(PUT, put.tableName(), put.item());
      addExpression(put.conditionExpression());
      end(
          put.expressionAttributeNames(),
          put.expressionAttributeValues(),
          put.returnValuesOnConditionCheckFailure());
    } else if (action.update() != null) {
      Update update = action.update();
      begin(UPDATE, update.tableName(), update.key());
      addExpression(update.updateExpression());
      addExpression(update.conditionExpression());
      end(
          update.expressionAttributeNames(),
          update.expressionAttributeValues(),
          update.returnValuesOnConditionCheckFailure());
    } else if (action.delete() != null) {
      Delete delete = action.delete();
      begin(DELETE, delete.tableName(), delete.key());
      addExpression(delete.conditionExpression());
      end(
          delete.expressionAttributeNames(),
          delete.expressionAttributeValues(),
          delete.returnValuesOnConditionCheckFailure());
    } else {
      ConditionCheck check = action.conditionCheck();
      begin(CHECK, check.tableName(), check.key());
      addExpression(check.conditionExpression());
      end(
          check.expressionAttributeNames(),
          check.expressionAttributeValues(),
          check.returnValuesOnConditionCheckFailure());
    }
  }

  private void begin(int kind, String tableName, Item item) {
    add(kind);
    add(TableArns.name(tableName));
    add(item.asMap());
  }

  private void end(
      Map<String, String> names,
      Map<String, AttributeValue> values,
      ReturnValuesOnConditionCheckFailure returned) {
    Map<String, String> sorted = names == null ? Map.of() : new TreeMap<>(names);
    add(sorted.size());
    sorted.forEach((placeholder, name) -> {
      add(placeholder);
      add(name);
    });
    add(values == null ? Map.<String, AttributeValue>of() : values);
    add(returned == ReturnValuesOnConditionCheckFailure.ALL_OLD ? 1 : 0);
  }

  private void addExpression(String text) {
    add(text == null ? 0 : 1);
    if (text != null) {
      add(text);
    }
  }

  private void add(Map<String, AttributeValue> attributes) {
    add(attributes.size());
    new TreeMap<>(attributes)
        .forEach((name, value) -> {
          add(name);
          add(value);
        });
  }

  private void add(AttributeValue value) {
    add(value.type().name());
    switch (value) {
      case AttributeValue.S s -> add(s.value());
      case AttributeValue.N n -> add(n);
      case AttributeValue.B b -> add(b);
      case AttributeValue.Bool b -> add(b.value() ? 1 : 0);
      case AttributeValue.Null _ -> {}
      case AttributeValue.SS set -> {
        add(set.values().size());
        set.values().forEach(this::add);
      }
      case AttributeValue.NS set -> {
        add(set.values().size());
        set.values().forEach(this::add);
      }
      case AttributeValue.BS set -> {
        add(set.values().size());
        set.values().forEach(this::add);
      }
      case AttributeValue.L list -> {
        add(list.values().size());
        list.values().forEach(this::add);
      }
      case AttributeValue.M map -> add(map.values());
    }
  }

  private void add(AttributeValue.N value) {
    // Normalised: equal numbers have one unscaled value and one scale.
    add(value.value().unscaledValue().toString());
    add(value.value().scale());
  }

  private void add(AttributeValue.B value) {
    add(value.value());
  }

  private void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] bytes) {
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(int value) {
    digest.update(number.clear().putInt(value).flip());
  }
}
