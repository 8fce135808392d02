package dev.varve.dynamodb.control;

import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableSettings;

/** What UpdateTable does to a table. */
public sealed interface TableChange {
  /** Nothing: the table is what it should be. It is not shown as updating. */
  record None() implements TableChange {}

  /** Other settings. */
  record Settings(TableSettings settings) implements TableChange {}

  /** One more index, and settings that know of it. */
  record AddIndex(IndexRecord definition, TableSettings settings) implements TableChange {}

  /** One index less, and settings that know of it no more. */
  record RemoveIndex(IndexRecord index, TableSettings settings) implements TableChange {}
}
