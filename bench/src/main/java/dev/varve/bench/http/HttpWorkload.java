package dev.varve.bench.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A workload of one operation on any items. */
public enum HttpWorkload {
  /** GetItem. */
  GET("getitem", "GetItem", false),
  /** PutItem. */
  PUT("putitem", "PutItem", true),
  /** Query of ten items. */
  QUERY("query", "Query", false);

  private final String workload;
  private final String operation;
  private final boolean writes;

  HttpWorkload(String workload, String operation, boolean writes) {
    this.workload = workload;
    this.operation = operation;
    this.writes = writes;
  }

  /**
   * The workload of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static HttpWorkload named(String name) {
    return Arrays.stream(values())
        .filter(workload -> workload.workload.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown workload: "
                    + name
                    + "; there are "
                    + names().stream().collect(Collectors.joining(", "))));
  }

  /** The names of all. */
  public static List<String> names() {
    return Arrays.stream(values()).map(workload -> workload.workload).toList();
  }

  /** The operation's name in requests. */
  String operation() {
    return operation;
  }

  /** Whether it changes the store. */
  public boolean writes() {
    return writes;
  }
}
