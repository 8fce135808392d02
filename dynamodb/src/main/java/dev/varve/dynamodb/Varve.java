package dev.varve.dynamodb;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteItemResult;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutItemResult;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactGetItemsResult;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateItemResult;
import dev.varve.dynamodb.insights.Insights;
import dev.varve.dynamodb.metrics.Alarms;
import dev.varve.dynamodb.metrics.ServiceMetrics;
import dev.varve.dynamodb.trigger.Triggers;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.EngineStats;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A database in a directory: DynamoDB's tables and operations, in this process.
 *
 * <p>Thread-safe. A read sees every write that was acknowledged before it began, and shows nothing
 * less durable than acknowledged writes are: it waits for a write that is on its way. Only {@link
 * #describeTable}, {@link #overview} and {@link #partitions} do not wait: their numbers of items
 * contain such writes. Writes to one item happen one after the other, and share the wait for
 * storage. When a method throws, nothing was written, except where an {@link IOException} leaves
 * that open.
 *
 * <p>In a thread that {@link dev.varve.io.NeverWaits} reads of items, and writes of single items,
 * throw {@link dev.varve.io.WouldWait} where they would have to wait, and nothing was written; the
 * wait for storage at the end of a write they leave to the thread if it takes it. Other methods are
 * not for such threads.
 *
 * <p>Errors that DynamoDB has a name for are {@link dev.varve.dynamodb.error.DynamoException}s;
 * trouble with the disk is an {@link IOException}, and wrong bytes on it a {@code
 * CorruptionException}. After {@link #close} every method throws {@link IllegalStateException}.
 */
public interface Varve extends DynamoDb, AutoCloseable {

  /** Opens the database in a directory, or creates it there, with the default options. */
  static Varve open(Path directory) throws IOException {
    return open(directory, VarveOptions.defaults());
  }

  /**
   * Opens the database in a directory, or creates it there.
   *
   * @throws dev.varve.engine.DirectoryInUseException if another process, or this one, has it open
   * @throws dev.varve.io.UnsupportedFormatException if a newer release wrote it
   * @throws dev.varve.io.CorruptionException if it holds something else or damaged files
   */
  static Varve open(Path directory, VarveOptions options) throws IOException {
    return VarveDatabase.open(
        StorageEngine.open(directory, options.engine()), directory, options, Clock.SYSTEM);
  }

  /**
   * Opens the database in a directory of another file system, with another clock and scheduler.
   *
   * @param env stays the caller's
   */
  static Varve open(Env env, Path directory, VarveOptions options) throws IOException {
    return VarveDatabase.open(
        StorageEngine.open(env, directory, options.engine()), directory, options, env.clock());
  }

  /**
   * Opens an empty database in memory, with the default options. Nothing is on disk, and all is
   * gone when it is closed; {@link MemoryStore} is for databases that are opened again, and for
   * copies.
   */
  static Varve openInMemory() throws IOException {
    return openInMemory(VarveOptions.defaults());
  }

  /**
   * Opens an empty database in memory, which is gone when it is closed.
   *
   * @param options their durability is of no account: no write waits, since none outlives the
   *     process
   */
  static Varve openInMemory(VarveOptions options) throws IOException {
    MemoryStore store = new MemoryStore();
    return store.open(options, store::close);
  }

  /**
   * Creates a table. It can be used at once and survives a power loss from then on.
   *
   * @throws dev.varve.dynamodb.api.ResourceInUseException if a table of this name exists
   */
  TableOverview createTable(TableDefinition definition) throws IOException;

  /**
   * Creates a table unless there is one of this name with the same keys: for programs that run
   * again. With how many partitions the table began does not matter.
   *
   * @return whether it created the table
   * @throws dev.varve.dynamodb.api.ResourceInUseException if there is a table of this name with
   *     other keys; the message names the difference
   */
  boolean createTableIfMissing(TableDefinition definition) throws IOException;

  /**
   * Deletes a table and its items. It is not read for that, so that a damaged one goes, too.
   *
   * @return the table as it was; see {@link TableOverview#itemCountExact}
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is none
   * @throws IOException if the deletion cannot be written down: the table is as it was then; or if
   *     only the table's files cannot be dropped: the table is gone then, the message says so, and
   *     the next opening drops the files
   */
  TableOverview deleteTable(String name) throws IOException;

  /**
   * Describes a table. No item is read, so the number of items may be an upper bound, see {@link
   * TableOverview}. Nor is storage waited for: a power loss may take writes that the number
   * contains.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is none
   */
  TableOverview overview(String name) throws IOException;

  /**
   * Counts the items of a table exactly. Partitions whose count is not known are read from end to
   * end, keys only; others cost nothing, and nor do these until their next put without a condition.
   * Like a read, it waits for writes that are on their way to storage.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   */
  long countItems(String table) throws IOException;

  /**
   * The key of a table and its number of partitions.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is none
   */
  TableDefinition tableDefinition(String name);

  /** The names of all tables, in code-point order. */
  List<String> listTables();

  /**
   * Stores an item.
   *
   * @throws dev.varve.dynamodb.api.ConditionalCheckFailedException if the condition is false
   * @throws dev.varve.dynamodb.api.TransactionConflictException if a transaction has the item under
   *     way
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if the item, its key, its size or an
   *     expression breaks a rule
   */
  @Override
  PutItemResult putItem(PutItem request) throws IOException;

  /**
   * Reads an item.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if the key or an expression breaks a rule
   */
  @Override
  GetItemResult getItem(GetItem request) throws IOException;

  /**
   * Changes an item, or creates it.
   *
   * @throws dev.varve.dynamodb.api.ConditionalCheckFailedException if the condition is false
   * @throws dev.varve.dynamodb.api.TransactionConflictException if a transaction has the item under
   *     way
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if the key, an expression or the changed
   *     item breaks a rule
   */
  @Override
  UpdateItemResult updateItem(UpdateItem request) throws IOException;

  /**
   * Deletes an item.
   *
   * @throws dev.varve.dynamodb.api.ConditionalCheckFailedException if the condition is false
   * @throws dev.varve.dynamodb.api.TransactionConflictException if a transaction has the item under
   *     way
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if the key or an expression breaks a rule
   */
  @Override
  DeleteItemResult deleteItem(DeleteItem request) throws IOException;

  /**
   * Reads a page of the items of one partition key. A page ends after its limit, after 1 MB of
   * items, or at the end.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if an expression, the limit or the start
   *     key breaks a rule
   */
  @Override
  QueryResult query(Query request) throws IOException;

  /**
   * Reads a page of a table. A page ends after its limit, after 1 MB of items, or at the end.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if an expression, the limit, the segment
   *     or the start key breaks a rule
   */
  @Override
  ScanResult scan(Scan request) throws IOException;

  /**
   * Reads up to 100 items of any tables, from one moment. The answer ends before it has more than
   * 16 MB of items; what it does not reach, and what is throttled, is in {@code UnprocessedKeys},
   * to be asked for again.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if one of the tables does not exist
   * @throws dev.varve.dynamodb.error.ValidationException if a key or an expression breaks a rule,
   *     or a key occurs twice
   */
  @Override
  BatchGetItemResult batchGetItem(BatchGetItem request) throws IOException;

  /**
   * Puts and deletes up to 25 items of any tables. All are checked first, and written together
   * then: they share the wait for storage. Each item is written whole or not at all; a failure in
   * the midst, of the disk alone, may leave some written. {@code UnprocessedItems} is empty unless
   * the database throttles, or has a fault that leaves some.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if one of the tables does not exist
   * @throws dev.varve.dynamodb.error.ValidationException if an item or a key breaks a rule, or an
   *     item occurs twice
   */
  @Override
  BatchWriteItemResult batchWriteItem(BatchWriteItem request) throws IOException;

  /**
   * Reads up to 100 items of any tables as no transaction and no write between would leave them:
   * all from one moment.
   *
   * @throws dev.varve.dynamodb.api.TransactionCanceledException if a transaction has one of the
   *     items under way, or a key does not fit its table; with a reason for each item
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if one of the tables does not exist
   * @throws dev.varve.dynamodb.error.ValidationException if a key or an expression breaks a rule,
   *     or an item occurs twice
   */
  @Override
  TransactGetItemsResult transactGetItems(TransactGetItems request) throws IOException;

  /**
   * Writes and checks up to 100 items of any tables, all or none, as if nothing else happened
   * meanwhile. Writes and transactions that want one of the items while this goes on are refused,
   * and may be tried again. With a {@code ClientRequestToken} a request that comes again within ten
   * minutes has no effect and succeeds, also after a restart.
   *
   * <p>What it writes must fit one batch of the engine: some 16 MB, or a segment of its log if that
   * is less.
   *
   * @throws dev.varve.dynamodb.api.TransactionCanceledException if conditions are false, another
   *     transaction has one of the items under way, or an action breaks a rule of its table or
   *     item; with a reason for each action
   * @throws dev.varve.dynamodb.api.IdempotentParameterMismatchException if another request had the
   *     token
   * @throws dev.varve.dynamodb.api.TransactionInProgressException if a request with the token is
   *     under way
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if one of the tables does not exist
   * @throws dev.varve.dynamodb.error.ValidationException if an action breaks a rule whatever its
   *     table, or an item occurs twice
   */
  @Override
  TransactWriteItemsResult transactWriteItems(TransactWriteItems request) throws IOException;

  /**
   * All pages of a Query from its start key on, read one by one as they are asked for. The limit is
   * that of a page.
   */
  default Sequence<QueryResult> pages(Query query) {
    return Sequence.pages(this::query, query, Query::startingAfter);
  }

  /** All pages of a Scan from its start key on, as those of a Query. */
  default Sequence<ScanResult> pages(Scan scan) {
    return Sequence.pages(this::scan, scan, Scan::startingAfter);
  }

  /** The items of all pages of a Query: {@code for (Item item : varve.items(query)) ...}. */
  default Sequence<Item> items(Query query) {
    return Sequence.items(pages(query));
  }

  /** The items of all pages of a Scan. */
  default Sequence<Item> items(Scan scan) {
    return Sequence.items(pages(scan));
  }

  /**
   * Deletes now the items of a table that have expired, as it is also done from time to time: see
   * {@link TimeToLiveOptions}. The database's clock says what has expired.
   *
   * @return how many it deleted: items that others deleted or changed meanwhile do not count
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   */
  long sweepExpired(String table) throws IOException;

  /** The triggers of this database: what is done of itself with the records of streams. */
  Triggers triggers();

  /**
   * Deletes all tables, also those that are protected, being created or changed, and forgets the
   * tokens of requests: so that a test begins as with a new database. Backups stay, and the streams
   * of the tables for as long as they do after DeleteTable; an import that is under way fails.
   *
   * @throws IOException if a deletion cannot be written down; tables may be left then
   */
  void deleteAllTables() throws IOException;

  /**
   * Deletes all items of all tables, and forgets the tokens of requests: so that a test begins with
   * the tables as they are. Streams show the deletions. Nothing of it is throttled or struck by a
   * fault. Items that are written meanwhile may stay.
   *
   * @return how many it deleted
   * @throws IOException if something cannot be written; items may be left then
   */
  long deleteAllItems() throws IOException;

  /**
   * A table's partitions in the order of their hash ranges, with their latencies, and their numbers
   * of items as far as they are known without reading items or waiting for storage.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   */
  List<TablePartition> partitions(String table) throws IOException;

  /**
   * The partitions of a secondary index, as those of a table; their items are the index's entries,
   * and their latencies those of its Queries and Scans.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if the table has no such index
   */
  List<TablePartition> partitions(String table, String index) throws IOException;

  /**
   * Splits a partition of a table, or of one of its indexes, in two, while reads and writes go on.
   * No table of it is written again for that. A stream's shard that had its hashes is closed, and
   * has a child for each part.
   *
   * @param partition the number of one of {@link #partitions}
   * @param firstHash first 64 bits of the smallest hash that is to be in the second part; the items
   *     of one partition key have one hash, and so stay together
   * @return the numbers of both parts
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.api.ResourceInUseException if the table or an index of it is being
   *     created, changed or deleted, or the table is being exported
   * @throws IllegalArgumentException if the table has no such partition, or a part would be empty
   */
  List<Integer> splitPartition(String table, int partition, long firstHash) throws IOException;

  /**
   * Merges a partition of a table, or of one of its indexes, with the next one, as {@link
   * #splitPartition} splits one. Shards of a stream go on as they are.
   *
   * @return the number of the partition that both make
   * @throws IllegalArgumentException if the table has no such partition, or none comes behind it
   */
  int mergePartitions(String table, int partition) throws IOException;

  /**
   * Looks now at the partitions of a table and its indexes, as is also done from time to time, and
   * splits or merges some as {@link PartitioningOptions} say: of the table and of each index one at
   * a look. {@link TablePartition#heat} tells of each why it was not.
   *
   * @return how many splits and merges there were
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   */
  int balancePartitions(String table) throws IOException;

  /**
   * Whether items are in memory now, so that reading them is not likely to wait for a device. A
   * comparison or two.
   */
  boolean isInMemory();

  /** Figures of the parts that all partitions share: the log, and native memory by owner. */
  EngineStats engineStats();

  /**
   * The id of the partition that holds, or would hold, the item with this key.
   *
   * @param key the key attributes and nothing else
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.error.ValidationException if the key does not fit the table
   */
  int partitionOf(String table, Item key);

  /**
   * The metrics of the database, as the service's monitoring has them.
   *
   * @throws IllegalStateException if it has none; see {@link VarveOptions#withMetrics}
   */
  ServiceMetrics metrics();

  /**
   * The alarms on metrics.
   *
   * @throws IllegalStateException if the database has no metrics
   */
  Alarms alarms();

  /** The keys that are accessed and throttled most, where contributor insights are enabled. */
  Insights insights();

  /** Makes all acknowledged writes survive a power loss, whatever their durability. */
  void sync() throws IOException;

  /** Writes all memtables of a table and its indexes to disk and waits for it. */
  void flush(String table) throws IOException;

  /** Compacts all partitions of a table and its indexes and waits for it. */
  void compact(String table) throws IOException;

  /**
   * Writes the known item counts to the catalog, and closes the engine. Closing twice does nothing
   * more.
   */
  @Override
  void close() throws IOException;
}
