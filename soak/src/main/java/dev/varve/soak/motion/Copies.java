package dev.varve.soak.motion;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.lane.Workers;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Backs the table up, makes tables of backups and of times before, and checks them. */
final class Copies implements Workers.Task {
  private static final String COPY = "Copy";
  private static final int MOST_MOMENTS = 8;

  private final Varve varve;
  private final Versions versions;
  private final Choice choice;
  private final Figures figures;
  private final Deque<Moment> moments;

  /** A time at which nothing was written, and what there was. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Moment(Instant time, long[] versions) {}

  /**
   * A task.
   *
   * @param moments which are known, from earlier openings too
   */
  Copies(Varve varve, Versions versions, Choice choice, Figures figures, Deque<Moment> moments) {
    this.varve = varve;
    this.versions = versions;
    this.choice = choice;
    this.figures = figures;
    this.moments = moments;
  }

  static Deque<Moment> noMoments() {
    return new ArrayDeque<>();
  }

  @Override
  public void run() throws IOException, InterruptedException {
    String backup;
    Moment moment;
    versions.resting().lock();
    try {
      TimeUnit.MILLISECONDS.sleep(2); // no write has the time of the moment
      moment = new Moment(Instant.ofEpochMilli(System.currentTimeMillis()), versions.all());
      backup = backUp();
      TimeUnit.MILLISECONDS.sleep(2);
    } finally {
      versions.resting().unlock();
    }
    moments.addLast(moment);
    if (moments.size() > MOST_MOMENTS) {
      moments.removeFirst();
    }
    restoreBackup(backup, moment);
    List<Moment> known = List.copyOf(moments);
    restoreTime(known.get(choice.below(known.size())));
  }

  private String backUp() throws IOException {
    long begin = System.nanoTime();
    String arn =
        varve
            .createBackup(new CreateBackup(MotionTable.NAME, "soak"))
            .backupDetails()
            .orElseThrow()
            .backupArn();
    figures.took("CreateBackup", System.nanoTime() - begin);
    return arn;
  }

  private void restoreBackup(String backup, Moment moment) throws IOException {
    long begin = System.nanoTime();
    varve.restoreTableFromBackup(
        RestoreTableFromBackup.builder().targetTableName(COPY).backupArn(backup).build());
    figures.took("RestoreTableFromBackup", System.nanoTime() - begin);
    checkCopy("the backup of ", moment);
    varve.deleteBackup(new DeleteBackup(backup));
  }

  private void restoreTime(Moment moment) throws IOException {
    long begin = System.nanoTime();
    varve.restoreTableToPointInTime(
        RestoreTableToPointInTime.builder()
            .sourceTableName(MotionTable.NAME)
            .targetTableName(COPY)
            .restoreDateTime(moment.time())
            .build());
    figures.took("RestoreTableToPointInTime", System.nanoTime() - begin);
    checkCopy("the table as it was at ", moment);
  }

  /** Compares the copy, its index too, and deletes it. */
  private void checkCopy(String what, Moment moment) throws IOException {
    requireSame(what, moment, Scan.of(COPY).build());
    requireSame("the index of " + what, moment, Scan.of(COPY).indexName(MotionTable.INDEX).build());
    varve.deleteTable(COPY);
  }

  private void requireSame(String what, Moment moment, Scan scan) {
    long[] found = found(varve, scan, versions.keys());
    int differs = Arrays.mismatch(moment.versions(), found);
    if (differs >= 0) {
      throw new WrongAnswerException(
          "%s%s has version %d of key %d, not %d"
              .formatted(what, moment.time(), found[differs], differs, moment.versions()[differs]));
    }
  }

  /** The versions of all keys, without items that expire. */
  static long[] found(Varve varve, Scan scan, int keys) {
    long[] found = new long[keys];
    for (Item item : varve.items(scan)) {
      long version = MotionTable.version(item);
      String id = MotionTable.id(item);
      if (!id.startsWith(MotionTable.EXPIRING)) {
        found[Versions.key(id)] = version;
      }
    }
    return found;
  }
}
