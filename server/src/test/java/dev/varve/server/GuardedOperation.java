package dev.varve.server;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An operation, a request for it, and what a policy has to allow: a line of {@code
 * guarded-operations.txt}.
 *
 * @param succeeds whether the request succeeds where it is allowed
 */
record GuardedOperation(
    Operation<?, ?> operation, List<Need> needs, boolean succeeds, String body) {
  static final String TABLES = "arn:aws:dynamodb:us-east-1:000000000000:table/";

  /** An action on a resource. */
  record Need(String action, String resource) {
    /** The statement that allows this and nothing else, with single quotes. */
    String allowed() {
      return "{'Effect':'Allow','Action':'dynamodb:"
          + action
          + "','Resource':'"
          + TABLES
          + resource
          + "'}";
    }
  }

  /**
   * All of them.
   *
   * @throws AssertionError if the file does not have each operation once
   */
  static List<GuardedOperation> all() {
    Map<String, Operation<?, ?>> known =
        Operations.ALL.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    List<GuardedOperation> all = new ArrayList<>();
    try (InputStream in = GuardedOperation.class.getResourceAsStream("guarded-operations.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] columns = line.split(" \\| ", 4);
        Operation<?, ?> operation = known.remove(columns[0]);
        if (operation == null) {
          throw new AssertionError(
              "there is no operation of this line, or it has another: " + line);
        }
        List<Need> needs =
            Arrays.stream(columns[1].split(", ", -1))
                .map(need -> need.split(" ", 2))
                .map(need -> new Need(need[0], need[1]))
                .toList();
        all.add(
            new GuardedOperation(
                operation, needs, columns[2].equals("ok"), columns[3].replace("@", TABLES)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!known.isEmpty()) {
      throw new AssertionError("operations without a line: " + new TreeSet<>(known.keySet()));
    }
    return all;
  }

  String target() {
    return operation.target();
  }

  @Override
  public String toString() {
    return operation.name();
  }
}
