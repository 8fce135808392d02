package dev.varve.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes the Java of the model into a folder, and deletes what does not belong there any more. */
public final class Main {
  static final String API = "dev.varve.dynamodb.api";
  static final String RULES = API + ".rules";
  static final String JSON = API + ".json";

  private Main() {}

  /** Takes the folder. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    Choices choices = Choices.load();
    Model model = Model.load(choices, "service-2.json", "streams-service-2.json");
    Types types = new Types(model, choices);
    RecordWriter records = new RecordWriter(model, types, choices);
    RulesWriter rules = new RulesWriter(model, types, choices);
    JsonWriter json = new JsonWriter(model, types);
    ErrorWriter errors = new ErrorWriter(model, types);
    OperationsWriter operations = new OperationsWriter(model, types, rules, errors);

    Set<Path> written = new HashSet<>();
    for (Shape shape : model.shapes()) {
      if (shape.isException()) {
        written.add(errors.write(shape).write(root));
      } else if (shape.isEnum()) {
        written.add(EnumWriter.write(shape).write(root));
      } else if (shape.isStructure() && !shape.isValue()) {
        written.add(records.write(shape).write(root));
        written.add(json.write(shape).write(root));
        if (model.isRequest(shape.name()) && rules.isConstrained(shape)) {
          written.add(rules.write(shape).write(root));
        }
      }
    }
    for (JavaFile file :
        List.of(
            operations.contract(),
            operations.forwarder(),
            operations.table(),
            operations.errors())) {
      written.add(file.write(root));
    }
    deleteOthers(root, written);
  }

  private static void deleteOthers(Path root, Set<Path> written) throws IOException {
    List<Path> others;
    try (Stream<Path> files = Files.walk(root)) {
      others = files.filter(Files::isRegularFile).filter(file -> !written.contains(file)).toList();
    }
    for (Path file : others) {
      Files.delete(file);
    }
  }
}
