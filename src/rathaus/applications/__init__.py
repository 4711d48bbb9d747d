"""What an applicant fills in and sends."""
