package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DeleteGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.GlobalSecondaryIndexUpdate;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TimeToLiveSpecification;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random tables and indexes, and their end. */
final class RandomTables {
  static final String HASH = "p";
  static final String RANGE = "s";
  private static final List<String> INDEX_KEYS = List.of("g1", "g2", "g3");
  private static final List<String> NAMES = List.of("t-1", "t_2", "T.3");

  private static final StreamSpecification STREAM =
      new StreamSpecification(true, StreamViewType.NEW_AND_OLD_IMAGES);

  /** Tables with large items, which slow a history down, are in some only. */
  private static final double HAS_BIG = 0.2;

  private final Random random;
  private final RandomValues values;
  private final ReferenceDynamoDb reference;
  private final List<String> names;

  RandomTables(Random random, ReferenceDynamoDb reference) {
    this.random = random;
    this.values = new RandomValues(random);
    this.reference = reference;
    this.names = new ArrayList<>(NAMES);
    if (values.chance(HAS_BIG)) {
      names.add(RandomValues.BIG + "-table");
    }
  }

  Command next() {
    int count = reference.tables().size();
    int choice = random.nextInt(20);
    if (count == 0 || (choice < 4 && count < 3)) {
      return create();
    }
    if (choice < 6) {
      return count > 1 || values.chance(0.1) ? delete() : create();
    }
    if (choice < 8) {
      return list();
    }
    return choice < 12 ? expire() : changeIndexes();
  }

  /** Lets the items of a table expire, or no more. */
  private Command expire() {
    TableState table = values.oneOf(List.copyOf(reference.tables().values()));
    List<String> attributes = new ArrayList<>(RandomValues.ATTRIBUTES);
    attributes.addAll(INDEX_KEYS);
    table.keys().forEach(key -> attributes.add(key.name()));
    boolean isOn = table.expires != null;
    String attribute = isOn && values.chance(0.9) ? table.expires : values.oneOf(attributes);
    UpdateTimeToLive request =
        new UpdateTimeToLive(
            table.name, new TimeToLiveSpecification(values.chance(isOn ? 0.5 : 0.95), attribute));
    return new Command(request, Map.of(), database -> database.updateTimeToLive(request));
  }

  private Command list() {
    ListTables request =
        ListTables.builder()
            .limit(values.chance(0.5) ? null : 1 + random.nextInt(3))
            .exclusiveStartTableName(values.chance(0.5) ? null : values.oneOf(names))
            .build();
    return new Command(request, Map.of(), database -> database.listTables(request));
  }

  private Command delete() {
    DeleteTable request = DeleteTable.builder().tableName(values.oneOf(names)).build();
    return new Command(request, Map.of(), database -> database.deleteTable(request));
  }

  private static AttributeDefinition definition(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement element(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static List<AttributeDefinition> definitions(
      Map<String, ScalarAttributeType> types, List<List<KeySchemaElement>> schemas) {
    return schemas.stream()
        .flatMap(List::stream)
        .map(KeySchemaElement::attributeName)
        .distinct()
        .map(name -> definition(name, types.get(name)))
        .toList();
  }

  private Projection projection() {
    ProjectionType type = values.oneOf(List.of(ProjectionType.values()));
    Projection.Builder projection = Projection.builder().projectionType(type);
    if (type == ProjectionType.INCLUDE) {
      List<String> included = new ArrayList<>(RandomValues.ATTRIBUTES);
      Collections.shuffle(included, random);
      projection.nonKeyAttributes(List.copyOf(included.subList(0, 1 + random.nextInt(4))));
    }
    return projection.build();
  }

  private Command create() {
    Map<String, ScalarAttributeType> types = new LinkedHashMap<>();
    for (String name : List.of(HASH, RANGE, "g1", "g2", "g3")) {
      types.put(name, values.oneOf(List.of(ScalarAttributeType.values())));
    }
    List<List<KeySchemaElement>> schemas = new ArrayList<>();
    List<KeySchemaElement> key = new ArrayList<>(List.of(element(HASH, KeyType.HASH)));
    boolean hasRange = values.chance(0.75);
    if (hasRange) {
      key.add(element(RANGE, KeyType.RANGE));
    }
    schemas.add(key);
    List<LocalSecondaryIndex> local = new ArrayList<>();
    List<GlobalSecondaryIndex> global = new ArrayList<>();
    for (int i = 0; hasRange && i < random.nextInt(3); i++) {
      List<KeySchemaElement> schema =
          List.of(element(HASH, KeyType.HASH), element(values.oneOf(INDEX_KEYS), KeyType.RANGE));
      schemas.add(schema);
      local.add(
          LocalSecondaryIndex.builder()
              .indexName("local-" + i)
              .keySchema(schema)
              .projection(projection())
              .build());
    }
    for (int i = 0; i < random.nextInt(4); i++) {
      List<KeySchemaElement> schema = globalSchema(hasRange);
      schemas.add(schema);
      global.add(
          GlobalSecondaryIndex.builder()
              .indexName("global-" + i)
              .keySchema(schema)
              .projection(projection())
              .build());
    }
    String name = values.oneOf(names);
    // Large items with their images would not fit one batch of the engine.
    boolean isStreamed = values.chance(0.5) && !name.startsWith(RandomValues.BIG);
    CreateTable.Builder create =
        CreateTable.builder()
            .tableName(name)
            .streamSpecification(isStreamed ? STREAM : null)
            .keySchema(key)
            .attributeDefinitions(definitions(types, schemas))
            .billingMode(BillingMode.PAY_PER_REQUEST);
    if (!local.isEmpty()) {
      create.localSecondaryIndexes(local);
    }
    if (!global.isEmpty()) {
      create.globalSecondaryIndexes(global);
    }
    CreateTable request = create.build();
    return new Command(request, Map.of(), database -> database.createTable(request));
  }

  private List<KeySchemaElement> globalSchema(boolean hasRange) {
    List<String> names = new ArrayList<>(INDEX_KEYS);
    names.add(HASH);
    if (hasRange) {
      names.add(RANGE);
    }
    Collections.shuffle(names, random);
    int hash = values.chance(0.2) ? 2 : 1;
    int range = values.chance(0.2) ? 2 : values.chance(0.7) ? 1 : 0;
    List<KeySchemaElement> schema = new ArrayList<>();
    for (int i = 0; i < hash + range && i < names.size(); i++) {
      schema.add(element(names.get(i), i < hash ? KeyType.HASH : KeyType.RANGE));
    }
    return schema;
  }

  private Command changeIndexes() {
    TableState table = values.oneOf(List.copyOf(reference.tables().values()));
    String name = "global-" + random.nextInt(4);
    GlobalSecondaryIndexUpdate.Builder update = GlobalSecondaryIndexUpdate.builder();
    UpdateTable.Builder request = UpdateTable.builder().tableName(table.name);
    boolean exists = table.indexes.containsKey(name);
    if (exists ? values.chance(0.95) : values.chance(0.03)) {
      update.delete(DeleteGlobalSecondaryIndexAction.builder().indexName(name).build());
    } else {
      List<KeySchemaElement> schema = globalSchema(table.range != null);
      request.attributeDefinitions(definitions(types(table), List.of(schema)));
      update.create(
          CreateGlobalSecondaryIndexAction.builder()
              .indexName(name)
              .keySchema(schema)
              .projection(projection())
              .build());
    }
    UpdateTable change = request.globalSecondaryIndexUpdates(List.of(update.build())).build();
    return new Command(change, Map.of(), database -> database.updateTable(change));
  }

  /** The types that the table's key attributes have, and any for the others. */
  private Map<String, ScalarAttributeType> types(TableState table) {
    Map<String, ScalarAttributeType> types = new LinkedHashMap<>();
    for (String name : INDEX_KEYS) {
      types.put(name, values.oneOf(List.of(ScalarAttributeType.values())));
    }
    table.keys().forEach(key -> types.put(key.name(), key.type()));
    table
        .indexes
        .values()
        .forEach(index -> index.keys().forEach(key -> types.put(key.name(), key.type())));
    return types;
  }
}
