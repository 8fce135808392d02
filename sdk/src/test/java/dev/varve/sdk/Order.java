package dev.varve.sdk;

import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbVersionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** A bean of the enhanced client. Its table has an index by status and amount. */
@DynamoDbBean
public final class Order {
  private String customer;
  private long number;
  private String status;
  private Double amount;
  private Set<String> tags;
  private Long version;

  /** For the enhanced client. */
  public Order() {}

  static Order of(String customer, long number, String status, double amount) {
    Order order = new Order();
    order.customer = customer;
    order.number = number;
    order.status = status;
    order.amount = amount;
    return order;
  }

  @DynamoDbPartitionKey
  public String getCustomer() {
    return customer;
  }

  public void setCustomer(String customer) {
    this.customer = customer;
  }

  @DynamoDbSortKey
  public long getNumber() {
    return number;
  }

  public void setNumber(long number) {
    this.number = number;
  }

  @DynamoDbSecondaryPartitionKey(indexNames = "byStatus")
  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  @DynamoDbSecondarySortKey(indexNames = "byStatus")
  public Double getAmount() {
    return amount;
  }

  public void setAmount(Double amount) {
    this.amount = amount;
  }

  public Set<String> getTags() {
    return tags;
  }

  public void setTags(Set<String> tags) {
    this.tags = tags;
  }

  @DynamoDbVersionAttribute
  public Long getVersion() {
    return version;
  }

  public void setVersion(Long version) {
    this.version = version;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Order order
        && Objects.equals(customer, order.customer)
        && number == order.number
        && Objects.equals(status, order.status)
        && Objects.equals(amount, order.amount)
        && Objects.equals(tags, order.tags);
  }

  @Override
  public int hashCode() {
    return Objects.hash(customer, number);
  }

  @Override
  public String toString() {
    return customer + " " + number + " " + status + " " + amount + " " + tags;
  }
}
