package dev.varve.dynamodb.trigger;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The triggers of a database: each follows the stream of a table and delivers its records, at least
 * once, those of one item in their order. What triggers are to do, how far they have come and what
 * they have given up is in the database, and outlives restarts and power losses.
 *
 * <p>Each shard of a stream is followed by threads of its own, so that no trigger waits for another
 * one, and no writer for a trigger. A trigger whose target is out of reach stays where it is; what
 * the stream drops meanwhile, a day after it was written at the earliest, is lost to it.
 *
 * <p>Thread-safe. Where a name is of no trigger, a {@link
 * dev.varve.dynamodb.api.ResourceNotFoundException} is thrown. In a database that is only read,
 * triggers are shown, and deliver nothing.
 */
public interface Triggers {
  /**
   * Makes a trigger, or lets the one of this name do something else from now on: for programs that
   * run again. The latter goes on where it was; but if its table has been deleted and made anew, or
   * it is to follow another one, it begins again. Durable on return.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if the table has no stream
   */
  void put(Trigger trigger) throws IOException;

  /**
   * Makes or changes a trigger as {@link #put(Trigger)} does, and attaches a function to it as
   * {@link #attach} does, both at once.
   */
  void put(Trigger trigger, TriggerFunction function) throws IOException;

  /**
   * Lets a trigger whose target is a function call this one until the database is closed, instead
   * of the one before if there was one. The trigger may be made later.
   */
  void attach(String name, TriggerFunction function);

  /** Lets a trigger deliver. Durable on return. */
  void enable(String name) throws IOException;

  /**
   * Lets a trigger deliver nothing until it is enabled, and waits until what is under way is done,
   * unless a function of the trigger itself asks for it. Durable on return.
   */
  void disable(String name) throws IOException;

  /** Deletes a trigger with its dead letters; waits as {@link #disable} does. Durable on return. */
  void delete(String name) throws IOException;

  /** How a trigger is. */
  TriggerStatus status(String name);

  /** How all triggers are, by their names. */
  List<TriggerStatus> list();

  /**
   * Waits until a trigger has delivered, filtered or given up all changes that were made before
   * this was called.
   *
   * @param longest how long to wait, by the machine's clock
   * @return whether it has
   */
  boolean awaitDelivered(String name, Duration longest) throws InterruptedException;

  /**
   * What a trigger has given up, in the order of the changes. Letters stay until they are removed.
   *
   * @param most how many to return
   */
  List<DeadLetter> deadLetters(String name, int most) throws IOException;

  /**
   * Removes a dead letter; nothing happens if there is none of this number. Durable on return.
   *
   * @param sequenceNumber {@link DeadLetter#sequenceNumber}
   * @throws IllegalArgumentException if it is no sequence number
   */
  void removeDeadLetter(String name, String sequenceNumber) throws IOException;
}
