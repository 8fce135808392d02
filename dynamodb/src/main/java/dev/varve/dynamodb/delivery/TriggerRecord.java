package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.trigger.Trigger;

/**
 * A trigger as the database keeps it.
 *
 * @param number names it inside, and is given to no other one while it is there
 * @param trigger what it is to do
 * @param table the number of the table whose streams it follows
 * @param start the number of the first change that it may deliver
 * @param doomed whether it is being deleted
 */
record TriggerRecord(int number, Trigger trigger, int table, long start, boolean doomed) {
  TriggerRecord with(Trigger value) {
    return new TriggerRecord(number, value, table, start, doomed);
  }

  TriggerRecord asDoomed() {
    return new TriggerRecord(number, trigger, table, start, true);
  }
}
