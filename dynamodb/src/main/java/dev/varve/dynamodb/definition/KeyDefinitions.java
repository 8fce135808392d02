package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Utf8;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attribute definitions of a request, and the keys that are made of them. For one request. */
public final class KeyDefinitions {
  /** The longest name of a key attribute or a projected one, in UTF-8 bytes. */
  private static final int MAX_NAME_BYTES = 255;

  private final Map<String, AttributeType> types = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  /**
   * The definitions of a request.
   *
   * @throws ValidationException if an attribute is defined twice
   */
  public KeyDefinitions(List<AttributeDefinition> definitions) {
    for (AttributeDefinition definition : definitions) {
      String name = definition.attributeName();
      if (types.put(name, type(definition.attributeType())) != null) {
        throw new ValidationException("Attribute Name is duplicated: " + name);
      }
    }
  }

  /** The type of a key attribute. */
  public static AttributeType type(ScalarAttributeType type) {
    return switch (type) {
      case S -> AttributeType.S;
      case N -> AttributeType.N;
      case B -> AttributeType.B;
    };
  }

  /**
   * The key of a table: one or two attributes.
   *
   * @param schema one or two elements
   * @throws ValidationException if it is none
   */
  public List<KeyElement> tableKey(List<KeySchemaElement> schema) {
    requireDefined(schema);
    requireHashThenRange(schema);
    return elements(schema, null);
  }

  private void requireDefined(List<KeySchemaElement> schema) {
    if (types.size() < schema.size()) {
      throw new ValidationException(
          "Invalid KeySchema: Some index key attribute have no definition");
    }
    List<String> names = schema.stream().map(KeySchemaElement::attributeName).toList();
    if (!types.keySet().containsAll(names)) {
      throw ValidationException.invalidValues(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: "
              + names
              + ", AttributeDefinitions: "
              + types.keySet());
    }
    names.forEach(name -> requireShort("keySchema.member.attributeName", name));
  }

  /**
   * Checks a name that tables keep.
   *
   * @param member where it stands
   * @throws ValidationException if it has more than 255 bytes, or no UTF-8 form
   */
  static void requireShort(String member, String name) {
    if (Utf8.length(name) > MAX_NAME_BYTES) {
      throw ValidationException.constraint(
          name, member, "Member must have length less than or equal to " + MAX_NAME_BYTES);
    }
  }

  private static void requireHashThenRange(List<KeySchemaElement> schema) {
    if (schema.size() == 2 && sameName(schema)) {
      throw new ValidationException(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
    requireFirstHash(schema);
    if (schema.size() == 2 && schema.get(1).keyType() != KeyType.RANGE) {
      throw new ValidationException(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
  }

  private static void requireFirstHash(List<KeySchemaElement> schema) {
    if (schema.getFirst().keyType() != KeyType.HASH) {
      throw new ValidationException(
          "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
  }

  private static boolean sameName(List<KeySchemaElement> schema) {
    Set<String> names = new HashSet<>();
    return !schema.stream().map(KeySchemaElement::attributeName).allMatch(names::add);
  }

  /** The elements of a key type, or all if it is null. They count as used. */
  private List<KeyElement> elements(List<KeySchemaElement> schema, KeyType type) {
    return schema.stream()
        .filter(element -> type == null || element.keyType() == type)
        .map(KeySchemaElement::attributeName)
        .peek(used::add)
        .map(name -> new KeyElement(name, types.get(name)))
        .toList();
  }

  /**
   * The key of a local index.
   *
   * @param schema one or two elements
   * @param tableHash the table's partition key attribute
   * @throws ValidationException if it is none
   */
  public List<KeyElement> localKey(String index, List<KeySchemaElement> schema, String tableHash) {
    requireDefined(schema);
    requireHashThenRange(schema);
    if (schema.size() < 2) {
      throw ValidationException.invalidValues(
          "Index KeySchema does not have a range key for index: " + index);
    }
    String hash = schema.getFirst().attributeName();
    if (!hash.equals(tableHash)) {
      throw ValidationException.invalidValues(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + index
              + ". index hash key: "
              + hash
              + ", table hash key: "
              + tableHash);
    }
    return elements(schema, null);
  }

  /** The key of a global index. */
  public record GlobalKey(List<KeyElement> partitionKey, List<KeyElement> sortKey) {}

  /**
   * The key of a global index.
   *
   * @param schema at least one element
   * @throws ValidationException if it is none
   */
  public GlobalKey globalKey(List<KeySchemaElement> schema) {
    requireDefined(schema);
    boolean isPlain = schema.size() == 2 && schema.get(1).keyType() == KeyType.RANGE;
    if (isPlain) {
      requireHashThenRange(schema);
    } else if (sameName(schema)) {
      throw new ValidationException(
          "The KeySchema contains multiple key attributes with the same name");
    }
    requireFirstHash(schema);
    int hashes = (int) schema.stream().filter(element -> element.keyType() == KeyType.HASH).count();
    if (schema.subList(0, hashes).stream().anyMatch(element -> element.keyType() != KeyType.HASH)) {
      throw ValidationException.invalidValues(
          "All HASH key attributes must precede RANGE key attributes in the KeySchema");
    }
    requireFew("HASH", hashes);
    requireFew("RANGE", schema.size() - hashes);
    return new GlobalKey(elements(schema, KeyType.HASH), elements(schema, KeyType.RANGE));
  }

  private static void requireFew(String type, int count) {
    if (count > IndexRecord.MAX_KEY_ATTRIBUTES) {
      throw ValidationException.invalidValues(
          "The KeySchema exceeds the maximum allowed number of " + type + " key attributes");
    }
  }

  /**
   * Checks that a table without indexes defines no more than its key.
   *
   * @throws ValidationException if it does
   */
  public void requireNoneSpare() {
    if (types.size() != used.size()) {
      throw ValidationException.invalidValues(
          "Number of attributes in KeySchema does not exactly match number of attributes defined in"
              + " AttributeDefinitions");
    }
  }

  /**
   * Checks that a table with indexes defines no more than all their keys.
   *
   * @throws ValidationException if it does
   */
  public void requireAllUsed() {
    if (types.size() != used.size()) {
      throw ValidationException.invalidValues(
          "Some AttributeDefinitions are not used. AttributeDefinitions: "
              + types.keySet()
              + ", keys used: "
              + used);
    }
  }

  /** The definitions of attributes, in the order of their names. */
  public static List<AttributeDefinition> definitions(Collection<KeyElement> keys) {
    return keys.stream()
        .distinct()
        .sorted((a, b) -> Utf8.compare(a.name(), b.name()))
        .map(key -> new AttributeDefinition(key.name(), scalar(key.type())))
        .toList();
  }

  /** The scalar type of a key attribute. */
  public static ScalarAttributeType scalar(AttributeType type) {
    return switch (type) {
      case S -> ScalarAttributeType.S;
      case N -> ScalarAttributeType.N;
      case B -> ScalarAttributeType.B;
      case BOOL, NULL, SS, NS, BS, L, M -> throw new AssertionError("a key of type " + type);
    };
  }
}
