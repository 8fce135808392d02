package dev.varve.soak.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.CreateTableResult;
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
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateItemResult;
import dev.varve.dynamodb.api.json.BatchWriteItemJson;
import dev.varve.dynamodb.api.json.BatchWriteItemResultJson;
import dev.varve.dynamodb.api.json.CreateTableJson;
import dev.varve.dynamodb.api.json.CreateTableResultJson;
import dev.varve.dynamodb.api.json.DeleteItemJson;
import dev.varve.dynamodb.api.json.DeleteItemResultJson;
import dev.varve.dynamodb.api.json.GetItemJson;
import dev.varve.dynamodb.api.json.GetItemResultJson;
import dev.varve.dynamodb.api.json.JsonIn;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.api.json.PutItemJson;
import dev.varve.dynamodb.api.json.PutItemResultJson;
import dev.varve.dynamodb.api.json.QueryJson;
import dev.varve.dynamodb.api.json.QueryResultJson;
import dev.varve.dynamodb.api.json.ScanJson;
import dev.varve.dynamodb.api.json.ScanResultJson;
import dev.varve.dynamodb.api.json.TransactWriteItemsJson;
import dev.varve.dynamodb.api.json.TransactWriteItemsResultJson;
import dev.varve.dynamodb.api.json.UpdateItemJson;
import dev.varve.dynamodb.api.json.UpdateItemResultJson;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.WrongAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Those of DynamoDB's operations that the soak uses, by HTTP. Each thread that calls has a
 * connection of its own. For any number of threads.
 *
 * <p>The errors that conditions and transactions bring are thrown as they are in the process; any
 * other error is a wrong answer, but that a server which has too much to do is asked again. An
 * {@link IOException} is a {@link LostException}, or, after a {@link #failNext}, one of its kinds.
 */
public final class Wire implements DynamoDb {
  private static final JsonFactory JSON = new JsonFactory();

  @SuppressWarnings("ThreadLocalUsage") // an endpoint lives as long as the threads that use it
  private final ThreadLocal<Line> lines;

  /**
   * An endpoint.
   *
   * @param figures receives the calls
   */
  public Wire(ServerAddress address, Figures figures) {
    lines = ThreadLocal.withInitial(() -> new Line(address, figures));
  }

  /** Has the next call of this thread fail, and end this thread's connection. */
  void failNext(Fault fault) {
    lines.get().failNext(fault);
  }

  /** The life of the server to which this thread is connected. */
  int life() throws IOException {
    return lines.get().life();
  }

  /** Ends the connection of this thread, if it has one. */
  public void hangUp() throws IOException {
    lines.get().hangUp();
  }

  @Override
  public CreateTableResult createTable(CreateTable request) throws IOException {
    return call("CreateTable", request, CreateTableJson::write, CreateTableResultJson::read);
  }

  @Override
  public GetItemResult getItem(GetItem request) throws IOException {
    return call("GetItem", request, GetItemJson::write, GetItemResultJson::read);
  }

  @Override
  public PutItemResult putItem(PutItem request) throws IOException {
    return call("PutItem", request, PutItemJson::write, PutItemResultJson::read);
  }

  @Override
  public UpdateItemResult updateItem(UpdateItem request) throws IOException {
    return call("UpdateItem", request, UpdateItemJson::write, UpdateItemResultJson::read);
  }

  @Override
  public DeleteItemResult deleteItem(DeleteItem request) throws IOException {
    return call("DeleteItem", request, DeleteItemJson::write, DeleteItemResultJson::read);
  }

  @Override
  public QueryResult query(Query request) throws IOException {
    return call("Query", request, QueryJson::write, QueryResultJson::read);
  }

  @Override
  public ScanResult scan(Scan request) throws IOException {
    return call("Scan", request, ScanJson::write, ScanResultJson::read);
  }

  @Override
  public BatchWriteItemResult batchWriteItem(BatchWriteItem request) throws IOException {
    return call(
        "BatchWriteItem", request, BatchWriteItemJson::write, BatchWriteItemResultJson::read);
  }

  @Override
  public TransactWriteItemsResult transactWriteItems(TransactWriteItems request)
      throws IOException {
    return call(
        "TransactWriteItems",
        request,
        TransactWriteItemsJson::write,
        TransactWriteItemsResultJson::read);
  }

  private <I, O> O call(
      String operation, I request, JsonOut.Writer<I> writer, JsonIn.Reader<O> reader)
      throws IOException {
    byte[] body = json(request, writer);
    Answer answer = lines.get().call(operation, Connection.request(operation, body), body.length);
    if (answer.status() != 200) {
      throw WireErrors.of(operation, answer);
    }
    try (JsonParser in = JSON.createParser(answer.body())) {
      in.nextToken();
      return reader.read(new JsonIn(in));
    } catch (JsonProcessingException e) {
      throw new WrongAnswerException(operation + ": " + answer.text(), e);
    }
  }

  /** The body of a request. */
  static <I> byte[] json(I request, JsonOut.Writer<I> writer) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(body)) {
      writer.write(request, new JsonOut(out));
    }
    return body.toByteArray();
  }
}
