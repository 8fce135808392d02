package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.ExportConflictException;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportFormat;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportType;
import dev.varve.dynamodb.api.ExportViewType;
import dev.varve.dynamodb.api.IncrementalExportSpecification;
import dev.varve.dynamodb.api.InvalidExportTimeException;
import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.PointInTimeRecoveryUnavailableException;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.ExportFiles;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.io.MemoryLedger;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Exports of an earlier time, and of what changed in a span of time. */
class PastExportsTest extends DatabaseFixture {
  private static final String BUCKET = "my-bucket";
  private static final String USERS_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/users";
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final ManualClock clock = new ManualClock();
  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final ExportFiles exports = new ExportFiles(files, Path.of("/buckets"));

  @Override
  Databases databases() throws IOException {
    return new Databases(
        VarveOptions.defaults()
            .withDurability(Durability.BUFFERED)
            .withEngine(Databases.SMALL)
            .withBuckets(new BucketFolder(files, exports.root())),
        clock);
  }

  private void enable() throws IOException {
    varve.updateContinuousBackups(
        new UpdateContinuousBackups(USERS, new PointInTimeRecoverySpecification(true, null)));
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.epochMillis());
  }

  private static Item user(String id, int age) {
    return userKey(id).toBuilder().put("age", AttributeValue.n(age)).build();
  }

  private static ExportTableToPointInTime full(Instant time) {
    return ExportTableToPointInTime.builder()
        .tableArn(USERS_ARN)
        .s3Bucket(BUCKET)
        .exportTime(time)
        .build();
  }

  private static ExportTableToPointInTime changes(
      Instant from, Instant until, ExportViewType view) {
    return full(null).toBuilder()
        .exportType(ExportType.INCREMENTAL_EXPORT)
        .incrementalExportSpecification(new IncrementalExportSpecification(from, until, view))
        .build();
  }

  private ExportDescription exported(ExportTableToPointInTime request) throws IOException {
    ExportDescription done = ExportFiles.export(varve, request);
    assertEquals(ExportStatus.COMPLETED, done.exportStatus().orElseThrow(), done.toString());
    return done;
  }

  @Test
  void anExportOfAnEarlierTimeIsTheTableThen() throws IOException {
    enable();
    put(USERS, user("kept", 1));
    put(USERS, user("changed", 1));
    put(USERS, user("deleted", 1));
    Instant then = now();
    clock.advance(QUARTER);
    put(USERS, user("changed", 2));
    put(USERS, user("added", 2));
    varve.deleteItem(DeleteItem.of(USERS, userKey("deleted")));
    ExportDescription past = exported(full(then));
    assertEquals(Optional.of(then), past.exportTime());
    assertEquals(3, past.itemCount().orElseThrow());
    assertEquals(
        Set.of(user("kept", 1), user("changed", 1), user("deleted", 1)),
        exports.lines(past).stream().map(line -> line.get("Item")).collect(Collectors.toSet()));
    assertEquals(then.toString(), exports.summary(past).get("exportTime"));
    ExportDescription present = exported(full(null));
    assertEquals(
        Set.of(user("kept", 1), user("changed", 2), user("added", 2)),
        exports.lines(present).stream().map(line -> line.get("Item")).collect(Collectors.toSet()));
  }

  @Test
  void changesAreExportedInIonToo() throws IOException {
    enable();
    put(USERS, user("changed", 1));
    put(USERS, user("deleted", 1));
    clock.advance(QUARTER);
    Instant from = now();
    put(USERS, user("changed", 20));
    put(USERS, user("added", 3));
    varve.deleteItem(DeleteItem.of(USERS, userKey("deleted")));
    clock.advance(QUARTER);
    ExportDescription done =
        exported(changes(from, now(), null).toBuilder().exportFormat(ExportFormat.ION).build());
    assertEquals("ION", exports.summary(done).get("outputFormat"));
    Set<String> lines = new HashSet<>();
    for (String key : exports.dataKeys(done)) {
      assertTrue(key.endsWith(".ion.gz"), key);
      try (InputStream data =
          new GZIPInputStream(new ByteArrayInputStream(exports.object(BUCKET, key)))) {
        new String(data.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
      }
    }
    String metadata =
        "Metadata:{WriteTimestampMicros:%s}".formatted(from.toEpochMilli() * 1000 + ".");
    assertEquals(
        Set.of(
            "$ion_1_0 {Record:{Keys:{id:\"changed\"},"
                + metadata
                + ",OldImage:{id:\"changed\",age:1.},NewImage:{id:\"changed\",age:2d1}}}",
            "$ion_1_0 {Record:{Keys:{id:\"added\"},"
                + metadata
                + ",NewImage:{id:\"added\",age:3.}}}",
            "$ion_1_0 {Record:{Keys:{id:\"deleted\"},"
                + metadata
                + ",OldImage:{id:\"deleted\",age:1.}}}"),
        lines);
  }

  @Test
  void anIncrementalExportIsLaidOutAsTheServicesAre() throws IOException {
    enable();
    put(USERS, user("changed", 1));
    put(USERS, user("deleted", 1));
    put(USERS, user("before", 1));
    clock.advance(QUARTER);
    Instant from = now();
    put(USERS, user("changed", 2)); // at the beginning, which belongs to it
    clock.advance(Duration.ofMinutes(1));
    put(USERS, user("changed", 3));
    Instant last = now();
    put(USERS, user("added", 1));
    put(USERS, user("gone", 1));
    varve.deleteItem(DeleteItem.of(USERS, userKey("gone")));
    varve.deleteItem(DeleteItem.of(USERS, userKey("deleted")));
    clock.advance(QUARTER);
    Instant until = now();
    put(USERS, user("changed", 4)); // at the end, which does not
    put(USERS, user("added", 2));
    put(USERS, user("later", 1));

    ExportDescription done =
        exported(changes(from, until, null).toBuilder().s3Prefix("some/prefix").build());
    assertEquals(ExportType.INCREMENTAL_EXPORT, done.exportType().orElseThrow());
    assertEquals(Optional.empty(), done.exportTime());
    assertEquals(
        new IncrementalExportSpecification(from, until, ExportViewType.NEW_AND_OLD_IMAGES),
        done.incrementalExportSpecification().orElseThrow());
    assertEquals(3, done.itemCount().orElseThrow());
    String arn = done.exportArn().orElseThrow();
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    assertEquals(
        "some/prefix/AWSDynamoDB/" + id + "/manifest-summary.json",
        done.exportManifest().orElseThrow());
    Map<String, String> summary = exports.summary(done);
    assertEquals(from.toString(), summary.get("exportFromTime"));
    assertEquals(until.toString(), summary.get("exportToTime"));
    assertNull(summary.get("exportTime"));
    assertEquals("NEW_AND_OLD_IMAGES", summary.get("outputView"));
    assertEquals("INCREMENTAL_EXPORT", summary.get("exportType"));
    assertEquals("3", summary.get("itemCount"));
    for (String key : exports.dataKeys(done)) {
      assertTrue(key.startsWith("some/prefix/AWSDynamoDB/data/" + id), key);
      assertTrue(key.endsWith(".json.gz"), key);
    }
    Item written = Item.of("WriteTimestampMicros", AttributeValue.n(last.toEpochMilli() * 1000));
    assertEquals(
        Set.of(
            Map.of(
                "Metadata", written,
                "Keys", userKey("changed"),
                "OldImage", user("changed", 1),
                "NewImage", user("changed", 3)),
            Map.of("Metadata", written, "Keys", userKey("added"), "NewImage", user("added", 1)),
            Map.of(
                "Metadata", written, "Keys", userKey("deleted"), "OldImage", user("deleted", 1))),
        Set.copyOf(exports.lines(done)));

    ExportDescription newImages = exported(changes(from, until, ExportViewType.NEW_IMAGE));
    assertEquals("NEW_IMAGE", exports.summary(newImages).get("outputView"));
    assertEquals(
        Set.of(
            Map.of("Metadata", written, "Keys", userKey("changed"), "NewImage", user("changed", 3)),
            Map.of("Metadata", written, "Keys", userKey("added"), "NewImage", user("added", 1)),
            Map.of("Metadata", written, "Keys", userKey("deleted"))),
        Set.copyOf(exports.lines(newImages)));

    // One that goes on where another ended has what that one has not.
    clock.advance(QUARTER);
    ExportDescription next = exported(changes(until, null, null));
    assertEquals(
        Set.of(userKey("changed"), userKey("added"), userKey("later")),
        exports.lines(next).stream().map(line -> line.get("Keys")).collect(Collectors.toSet()));
    assertEquals(
        Optional.of(now()),
        next.incrementalExportSpecification().map(IncrementalExportSpecification::exportToTime));
  }

  @Test
  void whatCannotBeExportedIsRefused() throws IOException {
    Instant before = now();
    clock.advance(QUARTER);
    assertRefused(
        PointInTimeRecoveryUnavailableException.class,
        "Point in time recovery is not enabled for table 'users'",
        () -> varve.exportTableToPointInTime(changes(before, now(), null)));
    enable();
    Instant begun = now();
    clock.advance(Duration.ofDays(2));
    assertRefused(
        InvalidExportTimeException.class,
        "The specified ExportTime is outside of the point in time recovery window.",
        () -> varve.exportTableToPointInTime(full(before)));
    assertRefused(
        InvalidExportTimeException.class,
        "The specified ExportTime is outside of the point in time recovery window.",
        () -> varve.exportTableToPointInTime(full(now().plusMillis(1))));
    assertRefused(
        InvalidExportTimeException.class,
        "The specified ExportFromTime is outside of the point in time recovery window.",
        () -> varve.exportTableToPointInTime(changes(before, begun.plus(QUARTER), null)));
    assertRefused(
        InvalidExportTimeException.class,
        "The specified ExportToTime is outside of the point in time recovery window.",
        () ->
            varve.exportTableToPointInTime(
                changes(now().minus(QUARTER), now().plusMillis(1), null)));
    assertRefused(
        ValidationException.class,
        "Incremental export period from time should not be greater or equal to incremental export period to time",
        () -> varve.exportTableToPointInTime(changes(begun, begun, null)));
    String length = "Incremental export period must be at least 15 minutes and at most 24 hours";
    assertRefused(
        ValidationException.class,
        length,
        () ->
            varve.exportTableToPointInTime(
                changes(begun, begun.plus(QUARTER).minusMillis(1), null)));
    assertRefused(
        ValidationException.class,
        length,
        () -> varve.exportTableToPointInTime(changes(begun, null, null)));
    String invalid = "One or more parameter values were invalid: ";
    assertRefused(
        ValidationException.class,
        invalid + "IncrementalExportSpecification needs ExportType INCREMENTAL_EXPORT",
        () ->
            varve.exportTableToPointInTime(
                changes(begun, null, null).toBuilder().exportType(null).build()));
    String needed =
        invalid
            + "ExportType INCREMENTAL_EXPORT needs ExportFromTime in IncrementalExportSpecification";
    assertRefused(
        ValidationException.class,
        needed,
        () -> varve.exportTableToPointInTime(changes(null, null, null)));
    assertRefused(
        ValidationException.class,
        needed,
        () ->
            varve.exportTableToPointInTime(
                full(null).toBuilder().exportType(ExportType.INCREMENTAL_EXPORT).build()));
    assertRefused(
        ValidationException.class,
        invalid + "ExportType INCREMENTAL_EXPORT has no ExportTime",
        () ->
            varve.exportTableToPointInTime(
                changes(begun, null, null).toBuilder().exportTime(begun).build()));
    assertFalse(files.exists(exports.root()));
  }

  @Test
  void aTokenStandsForOneTime() throws IOException {
    enable();
    Instant from = now();
    clock.advance(QUARTER);
    ExportTableToPointInTime request =
        changes(from, null, null).toBuilder().clientToken("once").build();
    ExportDescription first = exported(request);
    clock.advance(QUARTER);
    reopen();
    assertEquals(first, exported(request));
    for (ExportTableToPointInTime other :
        List.of(
            changes(from, now(), null),
            changes(from.plusMillis(1), null, null),
            changes(from, null, ExportViewType.NEW_IMAGE),
            full(null),
            full(from))) {
      assertRefused(
          ExportConflictException.class,
          "Export with the same client token exists: once",
          () -> varve.exportTableToPointInTime(other.toBuilder().clientToken("once").build()));
    }
  }

  @Test
  void anExportWhoseHistoryIsGoneFails() throws IOException {
    enable();
    for (int i = 0; i < 20; i++) {
      put(USERS, user("user" + i, 1));
    }
    Instant then = now();
    clock.advance(QUARTER);
    ExportDescription begun =
        varve.exportTableToPointInTime(full(then)).exportDescription().orElseThrow();
    varve.updateContinuousBackups(
        new UpdateContinuousBackups(USERS, new PointInTimeRecoverySpecification(false, null)));
    ExportDescription ended = ExportFiles.await(varve, begun);
    if (ended.exportStatus().orElseThrow() == ExportStatus.FAILED) {
      assertEquals(
          Optional.of("the continuous backups have been ended or trimmed"), ended.failureMessage());
    } else { // it had opened what it reads
      assertEquals(20, ended.itemCount().orElseThrow());
    }
  }
}
