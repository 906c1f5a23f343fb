package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
)

// place is one aggregate in one topic.
type place struct{ topic, subject string }

type line struct {
	Topic   string          `json:"topic"`
	Subject string          `json:"subject"`
	Seq     int64           `json:"seq"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// store is a file with a line for every event. The line is the effect, and tells what was seen:
// with a database, have both in one transaction.
type store struct {
	*os.File
	seen map[place]int64
}

// openStore reads what was told before. What follows the last line end was cut off by a crash.
func openStore(path string) (*store, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	opened := &store{file, map[place]int64{}}
	end, err := opened.recall()
	if err == nil {
		err = file.Truncate(end)
	}
	if err == nil {
		_, err = file.Seek(end, io.SeekStart)
	}
	return opened, err
}

func (s *store) recall() (int64, error) {
	reader, end := bufio.NewReader(s), int64(0)
	for {
		text, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return end, nil
		}
		if err != nil {
			return end, err
		}
		var told line
		if err := json.Unmarshal(text, &told); err != nil {
			return end, err
		}
		s.seen[place{told.Topic, told.Subject}] = told.Seq
		end += int64(len(text))
	}
}

func (s *store) lastSeen(at place) int64 { return s.seen[at] }

func (s *store) tell(at place, seq int64, typeName string, payload []byte) error {
	text, err := json.Marshal(line{at.topic, at.subject, seq, typeName, payload})
	if err != nil {
		return err
	}
	if _, err := s.Write(append(text, '\n')); err != nil {
		return err
	}
	s.seen[at] = seq
	return nil
}
