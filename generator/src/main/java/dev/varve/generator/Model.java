package dev.varve.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The shapes and operations of both services, merged. */
final class Model {
  /**
   * An operation.
   *
   * @param target what stands before its name in the header that names it
   * @param input name of its request's shape
   * @param output name of its answer's shape; none if it has no answer
   * @param errors names of the errors that the model lists
   */
  record Operation(
      String name, String target, String input, Optional<String> output, List<String> errors) {
    /** The name of its method. */
    String method() {
      return Names.lower(name);
    }
  }

  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final Set<String> reachedByRequests = new LinkedHashSet<>();
  private final Set<String> reachedByAnswers = new LinkedHashSet<>();

  private Model() {}

  static Model load(Choices choices, String... files) throws IOException {
    Model model = new Model();
    for (String file : files) {
      try (InputStream in = Model.class.getResourceAsStream(file)) {
        model.add(new ObjectMapper().readTree(in), choices);
      }
    }
    for (Operation operation : model.operations) {
      model.reach(operation.input(), model.reachedByRequests);
      operation.output().ifPresent(output -> model.reach(output, model.reachedByAnswers));
    }
    model.shapes.values().stream()
        .filter(Shape::isException)
        .forEach(error -> model.reach(error.name(), model.reachedByAnswers));
    return model;
  }

  private void add(JsonNode file, Choices choices) {
    String target = file.get("metadata").get("targetPrefix").asText();
    // What both services define is alike, but for a constraint that the second has on its answers.
    file.get("shapes")
        .properties()
        .forEach(entry ->
            shapes.putIfAbsent(entry.getKey(), shape(entry.getKey(), entry.getValue(), choices)));
    file.get("operations")
        .properties()
        .forEach(entry -> {
          JsonNode node = entry.getValue();
          List<String> errors = new ArrayList<>();
          node.path("errors").forEach(error -> errors.add(error.get("shape").asText()));
          operations.add(
              new Operation(
                  entry.getKey(),
                  target,
                  node.get("input").get("shape").asText(),
                  Optional.ofNullable(node.get("output")).map(it -> it.get("shape").asText()),
                  errors));
        });
  }

  private static Shape shape(String name, JsonNode node, Choices choices) {
    Map<String, String> members = new LinkedHashMap<>();
    node.path("members")
        .properties()
        .forEach(member -> members.put(member.getKey(), member.getValue().get("shape").asText()));
    List<String> required = new ArrayList<>();
    node.path("required").forEach(member -> required.add(member.asText()));
    List<String> values = new ArrayList<>();
    node.path("enum").forEach(value -> values.add(value.asText()));
    return new Shape(
        name,
        node.get("type").asText(),
        members,
        required,
        Optional.ofNullable(node.has("member") ? node.get("member") : node.get("value"))
            .map(element -> element.get("shape").asText()),
        Optional.ofNullable(node.get("key")).map(key -> key.get("shape").asText()),
        Optional.ofNullable(node.get("min")).map(JsonNode::asLong),
        Optional.ofNullable(node.get("max")).map(JsonNode::asLong),
        Optional.ofNullable(node.get("pattern")).map(JsonNode::asText),
        choices.ordered(name, values),
        node.path("exception").asBoolean());
  }

  private void reach(String name, Set<String> reached) {
    if (reached.add(name)) {
      Shape shape = shapes.get(name);
      shape.members().values().forEach(member -> reach(member, reached));
      shape.element().ifPresent(element -> reach(element, reached));
    }
  }

  Shape shape(String name) {
    return shapes.get(name);
  }

  List<Operation> operations() {
    return operations;
  }

  /** All shapes that an operation needs, in the model's order. */
  List<Shape> shapes() {
    return shapes.values().stream()
        .filter(shape -> isRequest(shape.name()) || isAnswer(shape.name()))
        .toList();
  }

  /** Whether the shape is a part of a request. */
  boolean isRequest(String name) {
    return reachedByRequests.contains(name);
  }

  /** Whether the shape is a part of an answer or an error. */
  boolean isAnswer(String name) {
    return reachedByAnswers.contains(name);
  }
}
