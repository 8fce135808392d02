package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.DescribeStream;
import dev.varve.dynamodb.api.DescribeStreamResult;
import dev.varve.dynamodb.api.GetRecords;
import dev.varve.dynamodb.api.GetRecordsResult;
import dev.varve.dynamodb.api.GetShardIterator;
import dev.varve.dynamodb.api.GetShardIteratorResult;
import dev.varve.dynamodb.api.ListStreams;
import dev.varve.dynamodb.api.ListStreamsResult;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.SequenceNumberRange;
import dev.varve.dynamodb.api.Shard;
import dev.varve.dynamodb.api.Stream;
import dev.varve.dynamodb.api.StreamDescription;
import dev.varve.dynamodb.api.StreamStatus;
import dev.varve.dynamodb.api.rules.DescribeStreamRules;
import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.api.rules.GetRecordsRules;
import dev.varve.dynamodb.api.rules.ListStreamsRules;
import dev.varve.dynamodb.catalog.ChangeLogRecord;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardEnd;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.meter.Metering;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.stream.SequenceNumbers;
import dev.varve.dynamodb.stream.ShardIds;
import dev.varve.dynamodb.stream.ShardIterator;
import dev.varve.dynamodb.stream.StreamName;
import dev.varve.dynamodb.stream.StreamReads;
import dev.varve.dynamodb.stream.StreamRecords;
import dev.varve.dynamodb.stream.StreamRefusals;
import dev.varve.dynamodb.stream.Streams;
import dev.varve.dynamodb.table.KeySchemas;
import dev.varve.dynamodb.table.TableArns;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The operations on streams. Each lets go first of what is too old to be read. */
final class StreamOperations {
  private static final int MAX_LISTED = 100;
  private static final int MAX_RECORDS = 1000;
  private static final long MAX_PAGE_BYTES = 1 << 20;

  private final Services services;
  private final StreamReads reads;

  StreamOperations(Services services) {
    this.services = services;
    this.reads = services.streams();
  }

  /** The constraints of the model, and that of the limit, which it left out. */
  static void check(ListStreams request, Findings out) {
    ListStreamsRules.check(request, out);
    checkLimit(request.limit(), MAX_LISTED, out);
  }

  /** The constraints of the model, and that of the limit, which it left out. */
  static void check(DescribeStream request, Findings out) {
    DescribeStreamRules.check(request, out);
    checkLimit(request.limit(), MAX_LISTED, out);
  }

  /** The constraints of the model, and that of the limit, which it left out. */
  static void check(GetRecords request, Findings out) {
    GetRecordsRules.check(request, out);
    checkLimit(request.limit(), MAX_RECORDS, out);
  }

  private static void checkLimit(Integer limit, long most, Findings out) {
    if (limit != null && limit > most) {
      out.range("limit", limit, 1L, most);
    }
  }

  private String arn(Streams.Found found) {
    String table = services.descriptions().place().tableArn(found.logs().tableName());
    return TableArns.ofStream(table, found.name().label());
  }

  ListStreamsResult list(ListStreams request) {
    services.control().keepLogs();
    StreamName start = null;
    if (request.exclusiveStartStreamArn() != null) {
      String arn = request.exclusiveStartStreamArn();
      start = StreamName.ofArn(arn).orElseThrow(() -> StreamRefusals.invalidArn(arn));
    }
    int limit = request.limit() == null ? MAX_LISTED : request.limit();
    List<Stream> listed = new ArrayList<>();
    for (Streams.Found found : reads.streams().all()) {
      boolean isAsked =
          request.tableName() == null || request.tableName().equals(found.logs().tableName());
      if (!isAsked || (start != null && found.name().compareTo(start) <= 0)) {
        continue;
      }
      if (listed.size() == limit) {
        return ListStreamsResult.builder()
            .streams(listed)
            .lastEvaluatedStreamArn(listed.getLast().streamArn().orElseThrow())
            .build();
      }
      listed.add(
          Stream.builder()
              .streamArn(arn(found))
              .tableName(found.logs().tableName())
              .streamLabel(found.name().label())
              .build());
    }
    return ListStreamsResult.builder().streams(listed).build();
  }

  DescribeStreamResult describe(DescribeStream request) {
    services.control().keepLogs();
    if (request.shardFilter() != null && request.shardFilter().shardId() == null) {
      throw StreamRefusals.filterWithoutShard();
    }
    Streams.Found found = reads.require(request.streamArn());
    ChangeLogRecord.Stream stream = found.stream();
    StreamDescription.Builder description =
        StreamDescription.builder()
            .streamArn(arn(found))
            .streamLabel(found.name().label())
            .streamStatus(
                stream.disabledMillis().isEmpty() ? StreamStatus.ENABLED : StreamStatus.DISABLED)
            .streamViewType(stream.viewType())
            .creationRequestDateTime(Instant.ofEpochMilli(stream.createdMillis()))
            .tableName(found.logs().tableName())
            .keySchema(KeySchemas.of(found.logs()));
    int limit = request.limit() == null ? MAX_LISTED : request.limit();
    List<Shard> shards = new ArrayList<>();
    for (ChangeLogRecord.Shard shard : stream.shards()) {
      Shard described = describe(shard);
      if (!isAsked(described, request)) {
        continue;
      }
      if (shards.size() == limit) {
        description.lastEvaluatedShardId(shards.getLast().shardId().orElseThrow());
        break;
      }
      shards.add(described);
    }
    return new DescribeStreamResult(Optional.of(description.shards(shards).build()));
  }

  private static boolean isAsked(Shard shard, DescribeStream request) {
    String start = request.exclusiveStartShardId();
    return (start == null || shard.shardId().orElseThrow().compareTo(start) > 0)
        && (request.shardFilter() == null
            || shard.parentShardId().equals(Optional.of(request.shardFilter().shardId())));
  }

  private static Shard describe(ChangeLogRecord.Shard shard) {
    return Shard.builder()
        .shardId(ShardIds.of(shard.name()))
        .parentShardId(shard.parent().map(ShardIds::of).orElse(null))
        .sequenceNumberRange(
            SequenceNumberRange.builder()
                .startingSequenceNumber(SequenceNumbers.text(shard.firstSequence()))
                .endingSequenceNumber(
                    shard.end().map(ShardEnd::lastSequence).map(SequenceNumbers::text).orElse(null))
                .build())
        .build();
  }

  GetShardIteratorResult iterator(GetShardIterator request) throws IOException {
    services.control().keepLogs();
    Streams.Found found = reads.require(request.streamArn());
    ChangeLogRecord.Shard shard =
        found.shard(request.shardId()).orElseThrow(StreamRefusals::noShard);
    ShardIterator iterator =
        reads.iterator(arn(found), shard, request.shardIteratorType(), request.sequenceNumber());
    return new GetShardIteratorResult(Optional.of(iterator.text()));
  }

  GetRecordsResult records(GetRecords request) throws IOException {
    long start = services.clock().nanoTime();
    ShardIterator iterator = reads.parse(request.shardIterator());
    services.control().keepLogs();
    Streams.Found found = reads.require(iterator.streamArn());
    ChangeLogRecord.Shard shard =
        found.shard(iterator.shard()).orElseThrow(StreamRefusals::trimmed);
    int limit = request.limit() == null ? MAX_RECORDS : request.limit();
    StreamRecords view =
        new StreamRecords(
            reads.items(found.logs()),
            found.stream().viewType(),
            shard.name(),
            services.descriptions().place().region());
    Page page = new Page(view, limit);
    OptionalLong next = reads.read(shard, iterator.next(), page::take);
    tell(found.logs().tableName(), page, start);
    return GetRecordsResult.builder()
        .records(page.records)
        .nextShardIterator(
            next.isEmpty() ? null : reads.at(iterator.streamArn(), shard, next.getAsLong()).text())
        .build();
  }

  private void tell(String table, Page page, long start) {
    Metering metering = services.metering();
    if (metering.measures()) {
      ItemOperation operation = ItemOperation.GET_RECORDS;
      long nanos = services.clock().nanoTime() - start;
      metering.ended(operation, table, Ending.SUCCESS, nanos);
      metering.returned(Metric.RETURNED_BYTES, operation, table, page.taken);
      metering.returned(Metric.RETURNED_RECORDS_COUNT, operation, table, page.records.size());
    }
  }

  /** The records of one answer. */
  private static final class Page {
    private final StreamRecords view;
    private final int limit;
    private final List<Record> records = new ArrayList<>();
    private long bytes;

    /** The bytes of the records, without those of one that had no room. */
    private long taken;

    Page(StreamRecords view, int limit) {
      this.view = view;
      this.limit = limit;
    }

    boolean take(Change change) throws IOException {
      if (records.size() == limit) {
        return false;
      }
      Record record = view.of(change);
      bytes += record.dynamodb().orElseThrow().sizeBytes().orElseThrow();
      // The first is always taken, so that a reader goes on.
      if (bytes > MAX_PAGE_BYTES && !records.isEmpty()) {
        return false;
      }
      records.add(record);
      taken = bytes;
      return true;
    }
  }
}
