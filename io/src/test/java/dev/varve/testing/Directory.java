package dev.varve.testing;

import java.util.TreeMap;

/** The names in one directory: as processes see them, and as a power loss now would leave them. */
final class Directory implements Node {
  final TreeMap<String, Node> entries = new TreeMap<>();
  final TreeMap<String, Node> durableEntries = new TreeMap<>();
}
