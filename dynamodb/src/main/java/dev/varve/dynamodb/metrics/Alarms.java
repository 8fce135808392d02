package dev.varve.dynamodb.metrics;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The alarms of a database. They outlast its closing; their states do not, and begin anew as the
 * metrics do. Each is looked at once in a minute of the database's clock, at the periods up to the
 * end of the minute before. Safe for use by many threads.
 */
public interface Alarms {
  /** How many alarms a database has at most. */
  int MAX_ALARMS = 1000;

  /**
   * Sets an alarm, in place of the one of its name. It begins in {@link
   * AlarmState#INSUFFICIENT_DATA}, unless it watches what that one did: then it goes on in its
   * state.
   *
   * @throws IllegalStateException if there are {@value #MAX_ALARMS} others
   * @throws IOException if it cannot be kept; it is not set then
   */
  void put(Alarm alarm) throws IOException;

  /**
   * Deletes an alarm, and its history.
   *
   * @return whether there was one
   * @throws IOException if that cannot be written down; it is there, then
   */
  boolean delete(String name) throws IOException;

  /** All alarms, by their names. */
  List<AlarmStatus> list();

  /** The alarm of a name, if there is one. */
  Optional<AlarmStatus> find(String name);

  /**
   * The changes of an alarm's state, the latest first, a hundred at most; empty if there is no such
   * alarm.
   */
  List<AlarmChange> history(String name);

  /**
   * Looks at all alarms, minute by minute up to now, as is also done from time to time. Somebody
   * who sets the database's clock need not wait for that.
   */
  void evaluate();
}
