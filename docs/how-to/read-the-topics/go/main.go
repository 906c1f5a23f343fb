// Reads a topic into a file: every event once, in the order of its aggregate.
//
//	reader BROKERS TOPIC GROUP FILE
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 5 {
		log.Fatal("usage: reader BROKERS TOPIC GROUP FILE")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		log.Fatal(err)
	}
}

// run reads until SIGTERM or Ctrl-C.
func run(brokers, topic, group, path string) error {
	stopping, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	store, err := openStore(path)
	if err != nil {
		return err
	}
	defer store.Close()
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(brokers, ",")...),
		kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.DisableAutoCommit(),
		// Nobody else gets the partitions of a page that is still being worked on.
		kgo.BlockRebalanceOnPoll(),
	)
	if err != nil {
		return err
	}
	defer client.CloseAllowingRebalance()
	for stopping.Err() == nil {
		if err := readPage(stopping, client, store); err != nil {
			return err
		}
	}
	return nil
}

// readPage takes the next records. Their offsets are committed only when their effect is durable.
func readPage(stopping context.Context, client *kgo.Client, store *store) error {
	defer client.AllowRebalance()
	page := client.PollFetches(stopping)
	if stopping.Err() != nil {
		return nil
	}
	if err := page.Err(); err != nil {
		return err
	}
	for _, record := range page.Records() {
		if err := take(record, store); err != nil {
			return err
		}
	}
	if err := store.Sync(); err != nil {
		return err
	}
	return client.CommitUncommittedOffsets(context.Background())
}

// take drops a record that was there before, and notices if one before it is missing.
func take(record *kgo.Record, store *store) error {
	headers := map[string]string{}
	for _, header := range record.Headers {
		headers[header.Key] = string(header.Value)
	}
	seq, err := strconv.ParseInt(headers["ce_aggregateseq"], 10, 64)
	if err != nil {
		return fmt.Errorf("partition %d, offset %d: %w", record.Partition, record.Offset, err)
	}
	// Aggregates count for themselves in each topic: an order has two, of orders and of inventory.
	place := place{record.Topic, headers["ce_subject"]}
	last := store.lastSeen(place)
	if seq <= last {
		return nil
	}
	// Numbers have no gap: what is missing was lost. Only the first that is seen may be any.
	if last > 0 && seq > last+1 {
		fmt.Printf("gap: %s %s goes on with %d after %d\n", place.topic, place.subject, seq, last)
	}
	// Put your own work here; types and fields that you do not know are no error.
	if err := store.tell(place, seq, headers["ce_type"], record.Value); err != nil {
		return err
	}
	fmt.Printf("told: %s %s %d %s\n", place.topic, place.subject, seq, headers["ce_type"])
	return nil
}
