package dev.varve.generator;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The types in Java of the model's shapes. */
final class Types {
  private static final Map<String, String> SCALARS =
      Map.of(
          "string", "String",
          "integer", "Integer",
          "long", "Long",
          "double", "Double",
          "boolean", "Boolean",
          "timestamp", "Instant",
          "blob", "byte[]");
  private static final Map<String, String> PRIMITIVES =
      Map.of("Integer", "int", "Long", "long", "Double", "double", "Boolean", "boolean");
  private static final Map<String, String> IMPORTS =
      Map.of(
          "Instant", "java.time.Instant",
          "List", "java.util.List",
          "Map", "java.util.Map",
          "Optional", "java.util.Optional",
          "Item", "dev.varve.dynamodb.value.Item",
          "AttributeValue", "dev.varve.dynamodb.value.AttributeValue");

  private final Model model;
  private final Choices choices;

  /** Names of requests and answers, by their shapes. */
  private final Map<String, String> renamed = new HashMap<>();

  Types(Model model, Choices choices) {
    this.model = model;
    this.choices = choices;
    for (Model.Operation operation : model.operations()) {
      rename(operation.input(), operation.name());
      operation.output().ifPresent(output -> rename(output, operation.name() + "Result"));
    }
  }

  /** A shape that two operations share keeps its name. */
  private void rename(String shape, String name) {
    renamed.merge(shape, name, (first, second) -> shape);
  }

  /** The class of a structure, an error or an enumeration. */
  String className(String shape) {
    return renamed.getOrDefault(shape, shape);
  }

  /** Whether a map's entries are the attributes of an item. */
  boolean isItem(Shape shape) {
    return shape.type().equals("map")
        && shape.element().get().equals("AttributeValue")
        && shape.key().get().equals("AttributeName");
  }

  /** The type of a value that is there. */
  String of(Shape shape) {
    return switch (shape.type()) {
      case "structure" -> className(shape.name());
      case "list" -> "List<" + of(element(shape)) + ">";
      case "map" -> isItem(shape) ? "Item" : "Map<String, " + of(element(shape)) + ">";
      default -> shape.isEnum() ? className(shape.name()) : SCALARS.get(shape.type());
    };
  }

  Shape element(Shape shape) {
    return model.shape(shape.element().get());
  }

  /** Whether a member that is absent is an empty list or map. */
  private boolean isCollection(Shape shape) {
    return shape.type().equals("list") || (shape.type().equals("map") && !isItem(shape));
  }

  /** How a structure holds a member that may be absent. */
  enum Presence {
    /** As null: in requests. */
    NULLABLE,
    /** As an {@code Optional}: in answers. */
    OPTIONAL,
    /** As an empty list or map that is told from others by its identity: in answers. */
    EMPTY,
    /** Never absent: in answers. */
    ALWAYS
  }

  Presence presence(Shape structure, String member) {
    Shape shape = model.shape(structure.members().get(member));
    if (model.isRequest(structure.name())) {
      return Presence.NULLABLE;
    }
    if (isCollection(shape)) {
      return Presence.EMPTY;
    }
    boolean always =
        structure.required().contains(member)
            || choices.isAlways(className(structure.name()), member);
    return always ? Presence.ALWAYS : Presence.OPTIONAL;
  }

  /** The type of a structure's component for a member. */
  String component(Shape structure, String member) {
    String type = of(model.shape(structure.members().get(member)));
    return switch (presence(structure, member)) {
      case NULLABLE, EMPTY -> type;
      case OPTIONAL -> "Optional<" + type + ">";
      case ALWAYS -> PRIMITIVES.getOrDefault(type, type);
    };
  }

  /** Whether a structure's component for a member cannot be null. */
  boolean isPrimitive(Shape structure, String member) {
    return PRIMITIVES.containsValue(component(structure, member));
  }

  /** Adds what the text of a type needs to be imported. */
  static void imports(String type, Set<String> imports) {
    for (String word : type.split("\\W+", -1)) {
      if (IMPORTS.containsKey(word)) {
        imports.add(IMPORTS.get(word));
      }
    }
  }
}
