package dev.varve.dynamodb.reference;

import java.util.Random;

/** Random requests for the tables that the reference has now. Most are right. */
final class RandomRequests {
  private final Random random;
  private final RandomItemRequests items;
  private final RandomPageRequests pages;
  private final RandomGroupRequests groups;

  RandomRequests(Random random, ReferenceDynamoDb reference) {
    this.random = random;
    this.items = new RandomItemRequests(random, reference);
    this.pages = new RandomPageRequests(random, reference);
    this.groups = new RandomGroupRequests(random, reference);
  }

  /** Forgets the tokens that were sent: the tables of their requests may have changed. */
  void forgetTokens() {
    groups.forgetTokens();
  }

  Command next() {
    int choice = random.nextInt(100);
    if (choice < 17) {
      return items.put();
    }
    if (choice < 38) {
      return items.update();
    }
    if (choice < 45) {
      return items.delete();
    }
    if (choice < 53) {
      return items.get();
    }
    if (choice < 68) {
      return pages.query();
    }
    if (choice < 77) {
      return pages.scan();
    }
    if (choice < 82) {
      return groups.batchGet();
    }
    if (choice < 88) {
      return groups.batchWrite();
    }
    if (choice < 96) {
      return groups.transactWrite();
    }
    return groups.transactGet();
  }
}
