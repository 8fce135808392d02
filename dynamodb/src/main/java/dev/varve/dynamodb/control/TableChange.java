package dev.varve.dynamodb.control;

import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.catalog.TimeToLiveRecord;

/** What UpdateTable or UpdateTimeToLive does to a table. */
public sealed interface TableChange {
  /** Nothing: the table is what it should be. It is not shown as updating. */
  record None() implements TableChange {}

  /** Other settings. */
  record Settings(TableSettings settings) implements TableChange {}

  /** One more index, and settings that know of it. */
  record AddIndex(IndexRecord definition, TableSettings settings) implements TableChange {}

  /** One index less, and settings that know of it no more. */
  record RemoveIndex(IndexRecord index, TableSettings settings) implements TableChange {}

  /**
   * Items expire from now on. The table is not shown as updating.
   *
   * @param attribute whose value says when
   */
  record EnableTimeToLive(String attribute, long nowMillis) implements TableChange {}

  /**
   * Items expire no more. The table is not shown as updating.
   *
   * @param present how they did
   */
  record DisableTimeToLive(TimeToLiveRecord present, long nowMillis) implements TableChange {}
}
