package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.BatchExecuteStatement;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchStatementRequest;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.DescribeTimeToLive;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.ParameterizedStatement;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.fault.Fault;
import dev.varve.dynamodb.partiql.StatementOutline;
import dev.varve.dynamodb.table.TableArns;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checked request as far as faults go.
 *
 * @param operation the operation's name
 * @param kind what it does with items
 * @param tables the names of the tables that it concerns; of a transaction, those of its actions
 * @param index the index that it reads; null for none
 * @param mayLag whether it reads, and not strongly consistently
 * @param batch how many items a batch has of which some may be left; 0 for no batch
 */
record FaultTarget(
    String operation, Kind kind, List<String> tables, String index, boolean mayLag, int batch) {
  /** What a request does with items. */
  enum Kind {
    READ,
    /** Of several items, each by itself. */
    BATCH_WRITE,
    /** Of one item. */
    WRITE,
    TRANSACTED_READ,
    TRANSACTED_WRITE,
    /** Nothing, or each of its statements fails by itself. */
    OTHER;

    boolean isTransaction() {
      return this == TRANSACTED_READ || this == TRANSACTED_WRITE;
    }

    boolean isRead() {
      return this == READ || this == TRANSACTED_READ;
    }
  }

  /** What a request is to faults. */
  static FaultTarget of(Object request) {
    String name = request.getClass().getSimpleName(); // requests have their operations' names
    return switch (request) {
      case GetItem get -> read(name, get.tableName(), null, get.consistentRead());
      case Query query -> read(name, query.tableName(), query.indexName(), query.consistentRead());
      case Scan scan -> read(name, scan.tableName(), scan.indexName(), scan.consistentRead());
      case PutItem put -> of(name, Kind.WRITE, Stream.of(put.tableName()));
      case UpdateItem update -> of(name, Kind.WRITE, Stream.of(update.tableName()));
      case DeleteItem delete -> of(name, Kind.WRITE, Stream.of(delete.tableName()));
      case BatchGetItem batch -> batch(name, batch);
      case BatchWriteItem batch ->
          new FaultTarget(
              name,
              Kind.BATCH_WRITE,
              names(batch.requestItems().keySet().stream()),
              null,
              false,
              batch.requestItems().values().stream().mapToInt(Collection::size).sum());
      case TransactGetItems reads ->
          of(
              name,
              Kind.TRANSACTED_READ,
              reads.transactItems().stream().map(item -> item.get().tableName()));
      case TransactWriteItems writes ->
          of(
              name,
              Kind.TRANSACTED_WRITE,
              writes.transactItems().stream().map(FaultTarget::tableOf));
      case ExecuteStatement statement -> statement(name, statement);
      case ExecuteTransaction statements -> transaction(name, statements);
      case BatchExecuteStatement statements ->
          of(
              name,
              Kind.OTHER,
              statements.statements().stream()
                  .map(BatchStatementRequest::statement)
                  .flatMap(text -> StatementOutline.of(text).table().stream()));
      case CreateTableHandler.Creation creation ->
          of("CreateTable", Kind.OTHER, Stream.of(creation.request().tableName()));
      case DescribeTable describe -> of(name, Kind.OTHER, Stream.of(describe.tableName()));
      case UpdateTable update -> of(name, Kind.OTHER, Stream.of(update.tableName()));
      case DeleteTable delete -> of(name, Kind.OTHER, Stream.of(delete.tableName()));
      case DescribeTimeToLive describe -> of(name, Kind.OTHER, Stream.of(describe.tableName()));
      case UpdateTimeToLive update -> of(name, Kind.OTHER, Stream.of(update.tableName()));
      default -> of(name, Kind.OTHER, Stream.empty());
    };
  }

  private static FaultTarget of(String operation, Kind kind, Stream<String> tables) {
    return new FaultTarget(operation, kind, names(tables), null, false, 0);
  }

  private static FaultTarget read(
      String operation, String table, String index, Boolean consistent) {
    return new FaultTarget(
        operation, Kind.READ, names(Stream.of(table)), index, !Boolean.TRUE.equals(consistent), 0);
  }

  private static FaultTarget batch(String operation, BatchGetItem request) {
    return new FaultTarget(
        operation,
        Kind.READ,
        names(request.requestItems().keySet().stream()),
        null,
        request.requestItems().values().stream()
            .noneMatch(wanted -> Boolean.TRUE.equals(wanted.consistentRead())),
        request.requestItems().values().stream().mapToInt(wanted -> wanted.keys().size()).sum());
  }

  private static String tableOf(TransactWriteItem action) {
    if (action.put() != null) {
      return action.put().tableName();
    }
    if (action.update() != null) {
      return action.update().tableName();
    }
    return action.delete() != null
        ? action.delete().tableName()
        : action.conditionCheck().tableName();
  }

  private static FaultTarget statement(String operation, ExecuteStatement request) {
    StatementOutline outline = StatementOutline.of(request.statement());
    return outline.kind() == StatementOutline.Kind.SELECT
        ? read(
            operation,
            outline.table().orElseThrow(),
            outline.index().orElse(null),
            request.consistentRead())
        : of(operation, Kind.WRITE, outline.table().stream());
  }

  private static FaultTarget transaction(String operation, ExecuteTransaction request) {
    List<StatementOutline> outlines =
        request.transactStatements().stream()
            .map(ParameterizedStatement::statement)
            .map(StatementOutline::of)
            .toList();
    return of(
        operation,
        outlines.getFirst().kind() == StatementOutline.Kind.SELECT
            ? Kind.TRANSACTED_READ
            : Kind.TRANSACTED_WRITE,
        outlines.stream().flatMap(outline -> outline.table().stream()));
  }

  private static List<String> names(Stream<String> namesOrArns) {
    return namesOrArns.map(TableArns::name).toList();
  }

  /** Whether it fails as a whole where one of its tables does not exist. */
  boolean needsTables() {
    return kind != Kind.OTHER;
  }

  /** Whether a fault can strike it. */
  boolean suffers(Fault fault) {
    return switch (fault) {
      case Fault.Throttle _ -> kind != Kind.OTHER;
      case Fault.Conflict _ -> kind == Kind.WRITE || kind.isTransaction();
      case Fault.Unprocessed _ -> batch > 1;
      case Fault.StaleRead _ -> mayLag;
      case Fault.SlowIndex _ -> mayLag && index != null;
      case Fault.ServiceError _, Fault.Latency _ -> true;
    };
  }
}
