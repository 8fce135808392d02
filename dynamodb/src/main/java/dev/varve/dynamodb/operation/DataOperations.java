package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.BatchExecuteStatement;
import dev.varve.dynamodb.api.BatchExecuteStatementResult;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteItemResult;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.ExecuteTransactionResult;
import dev.varve.dynamodb.api.ForwardingDynamoDb;
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
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.token.RequestTokens;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;

/** The operations on items, by their handlers; all others go on to those on tables. */
public final class DataOperations extends ForwardingDynamoDb {
  private final DynamoDb others;
  private final PutItemHandler putItem;
  private final GetItemHandler getItem;
  private final UpdateItemHandler updateItem;
  private final DeleteItemHandler deleteItem;
  private final QueryHandler query;
  private final ScanHandler scan;
  private final TransactWriteItemsHandler transactWriteItems;
  private final TransactGetItemsHandler transactGetItems;
  private final BatchWriteItemHandler batchWriteItem;
  private final BatchGetItemHandler batchGetItem;
  private final ExecuteStatementHandler executeStatement;
  private final BatchExecuteStatementHandler batchExecuteStatement;
  private final ExecuteTransactionHandler executeTransaction;

  /**
   * The operations of a database.
   *
   * @param others those that are not on items
   * @param batchBytes the most that one commit of BatchWriteItem has
   */
  public DataOperations(
      Services services,
      DynamoDb others,
      ManyReads manyReads,
      Transactions transactions,
      RequestTokens tokens,
      int batchBytes) {
    this.others = others;
    this.getItem = new GetItemHandler(services);
    this.putItem = new PutItemHandler(services);
    this.updateItem = new UpdateItemHandler(services);
    this.deleteItem = new DeleteItemHandler(services);
    this.query = new QueryHandler(services);
    this.scan = new ScanHandler(services);
    this.batchGetItem = new BatchGetItemHandler(services, manyReads);
    this.batchWriteItem = new BatchWriteItemHandler(services, batchBytes);
    this.transactGetItems = new TransactGetItemsHandler(services, transactions, manyReads);
    this.transactWriteItems = new TransactWriteItemsHandler(services, transactions, tokens);
    this.executeStatement = new ExecuteStatementHandler(services);
    this.batchExecuteStatement = new BatchExecuteStatementHandler(services, manyReads);
    this.executeTransaction =
        new ExecuteTransactionHandler(services, transactions, tokens, manyReads);
  }

  @Override
  protected DynamoDb operations() {
    return others;
  }

  @Override
  public PutItemResult putItem(PutItem request) throws IOException {
    return putItem.run(request);
  }

  @Override
  public GetItemResult getItem(GetItem request) throws IOException {
    return getItem.run(request);
  }

  @Override
  public UpdateItemResult updateItem(UpdateItem request) throws IOException {
    return updateItem.run(request);
  }

  @Override
  public DeleteItemResult deleteItem(DeleteItem request) throws IOException {
    return deleteItem.run(request);
  }

  @Override
  public QueryResult query(Query request) throws IOException {
    return query.run(request);
  }

  @Override
  public ScanResult scan(Scan request) throws IOException {
    return scan.run(request);
  }

  @Override
  public TransactWriteItemsResult transactWriteItems(TransactWriteItems request)
      throws IOException {
    return transactWriteItems.run(request);
  }

  @Override
  public TransactGetItemsResult transactGetItems(TransactGetItems request) throws IOException {
    return transactGetItems.run(request);
  }

  @Override
  public BatchWriteItemResult batchWriteItem(BatchWriteItem request) throws IOException {
    return batchWriteItem.run(request);
  }

  @Override
  public BatchGetItemResult batchGetItem(BatchGetItem request) throws IOException {
    return batchGetItem.run(request);
  }

  @Override
  public ExecuteStatementResult executeStatement(ExecuteStatement request) throws IOException {
    return executeStatement.run(request);
  }

  @Override
  public BatchExecuteStatementResult batchExecuteStatement(BatchExecuteStatement request)
      throws IOException {
    return batchExecuteStatement.run(request);
  }

  @Override
  public ExecuteTransactionResult executeTransaction(ExecuteTransaction request)
      throws IOException {
    return executeTransaction.run(request);
  }
}
